"""What is generated from the catalogue and from the routes is committed as generated."""

from pathlib import Path

import pytest

from contracts.catalogue import CATALOGUE
from maillage.documents import documents, write

ROOT = Path(__file__).parents[3]
GENERATED = documents()


@pytest.mark.parametrize("path", GENERATED)
def test_a_generated_document_is_up_to_date(path: str) -> None:
    found = (ROOT / path).read_text(encoding="utf-8")
    assert found == GENERATED[path], f"{path} is not what the catalogue and the routes say: run `make docs`"


def test_no_schema_is_left_of_a_type_that_is_no_more() -> None:
    assert {file.stem for file in (ROOT / "docs/schemas").iterdir()} == {entry.type for entry in CATALOGUE}


def test_writing_twice_gives_the_same_files_and_drops_what_is_no_more(tmp_path: Path) -> None:
    (tmp_path / "docs/schemas").mkdir(parents=True)
    (tmp_path / "docs/schemas/housing.gone.v1.json").write_text("{}")
    written = write(tmp_path)
    first = {path: path.read_bytes() for path in written}
    assert write(tmp_path) == written
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == first
