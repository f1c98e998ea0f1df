"""What is generated from the catalogue and from the routes is committed as generated."""

from pathlib import Path

import pytest

from contracts.catalogue import CATALOGUE
from maillage.documents import MarkersMissing, documents, readme_table, write

ROOT = Path(__file__).parents[3]
GENERATED = documents(ROOT)


@pytest.mark.parametrize("path", GENERATED)
def test_a_generated_document_is_up_to_date(path: str) -> None:
    found = (ROOT / path).read_text(encoding="utf-8")
    assert found == GENERATED[path], f"{path} is not what the catalogue and the routes say: run `make docs`"


def test_the_readme_is_among_the_generated_documents() -> None:
    assert "README.md" in GENERATED


def test_no_schema_is_left_of_a_type_that_is_no_more() -> None:
    assert {file.stem for file in (ROOT / "docs/schemas").iterdir()} == {entry.type for entry in CATALOGUE}


def test_writing_twice_gives_the_same_files_and_drops_what_is_no_more(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Avant.\n<!-- events -->\nvieux\n<!-- /events -->\nAprès.\n", encoding="utf-8")
    (tmp_path / "docs/schemas").mkdir(parents=True)
    (tmp_path / "docs/schemas/housing.gone.v1.json").write_text("{}")
    written = write(tmp_path)
    first = {path: path.read_bytes() for path in written}
    assert write(tmp_path) == written
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == first
    table = readme_table()
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == (
        f"Avant.\n<!-- events -->\n\n{table}\n<!-- /events -->\nAprès.\n"
    )
    assert all(entry.type in table for entry in CATALOGUE)


def test_a_readme_without_a_place_for_the_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("<!-- events -->\n", encoding="utf-8")
    with pytest.raises(MarkersMissing, match="README"):
        documents(tmp_path)
