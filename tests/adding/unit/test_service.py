"""A service from the template: what is refused, and that nothing of the template's own name is left in it."""

from pathlib import Path

import pytest

from adding.discovered import distributions
from adding.service import TEMPLATE, NameRefused, PlaceMissing, write_service
from support.project_tree import files, named

READ = ("pyproject.toml", "README.md", "deploy/antennas/*.toml", "services/*/pyproject.toml", "services/contracts/*")
READ_ALSO = ("services/reporting/reporting/*.py", "tests/contracts/frozen.json")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """As much of the project as a new service has its place in."""
    for path in files(*READ, *READ_ALSO):
        there = tmp_path / named(path)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(path.read_bytes())
    return tmp_path


def test_a_new_service_is_discovered_and_bears_its_own_name_everywhere(tree: Path) -> None:
    written = write_service("nouveau", tree)
    assert "nouveau" in distributions(tree)
    own = [path for path in written if "nouveau" in path.relative_to(tree).as_posix()]
    assert len(own) >= len([path for path in TEMPLATE.rglob("*.py") if path.is_file()]) - 1
    assert [path for path in own if "example" in path.read_text(encoding="utf-8").lower()] == []
    assert '"nouveau"' in (tree / "services/reporting/reporting/services.py").read_text(encoding="utf-8")
    assert "of_nouveau.FACTS" in (tree / "services/contracts/contracts/catalogue/__init__.py").read_text(
        encoding="utf-8"
    )


def test_a_digest_that_was_frozen_stays_when_a_new_one_is_added(tree: Path) -> None:
    before = (tree / "tests/contracts/frozen.json").read_text(encoding="utf-8")
    write_service("nouveau", tree)
    after = (tree / "tests/contracts/frozen.json").read_text(encoding="utf-8")
    added = set(after.splitlines()) - set(before.splitlines())
    assert [line.split('"')[1] for line in added] == ["nouveau.request_filed.v1.json"]


@pytest.mark.parametrize("name", ["", "ab", "Essai", "deux_mots", "json", "example", "housing", "../tests"])
def test_a_name_that_cannot_be_a_service_s_is_refused_and_nothing_is_written(tree: Path, name: str) -> None:
    before = sorted(tree.rglob("*"))
    with pytest.raises(NameRefused):
        write_service(name, tree)
    assert sorted(tree.rglob("*")) == before


def test_a_list_that_has_no_place_any_more_is_named_and_nothing_is_written(tree: Path) -> None:
    (tree / "README.md").write_text("# Maillage\n", encoding="utf-8")
    with pytest.raises(PlaceMissing, match=r"README\.md"):
        write_service("nouveau", tree)
    assert "nouveau" not in distributions(tree)
