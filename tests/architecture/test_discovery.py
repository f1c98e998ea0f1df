"""A distribution is found from its `pyproject.toml`: what tools want to be told is written from that, never by hand."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adding.discovered import distributions, having, services
from adding.lists import BEGIN, END, MarksMissing, with_lists
from support.project_tree import ROOT, files, named

# What a domain may import besides itself.
GROUND = {"kernel"}


def test_the_lists_of_pyproject_are_those_of_today() -> None:
    stale = (ROOT / "pyproject.toml").read_text(encoding="utf-8") != with_lists()
    assert not stale, "à taper : make lists"


def test_a_service_that_comes_is_in_every_list(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    for name, group in (("chassis", ""), ("essai", '[project.entry-points."maillage.services"]\nessai = "essai:M"\n')):
        folder = tmp_path / "services" / name
        (folder / name / "domain").mkdir(parents=True)
        (folder / name / "domain/__init__.py").touch()
        (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n{group}', encoding="utf-8")
    assert (distributions(tmp_path), services(tmp_path)) == (["chassis", "essai"], ["essai"])
    assert having("domain", tmp_path) == ["essai"]
    told = with_lists(tmp_path)
    assert "services/chassis:services/essai:tests" in told
    assert '"essai.domain"' in told
    assert told.count('"essai"') >= 5


def test_without_marks_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"{END}\n{BEGIN}\n", encoding="utf-8")
    with pytest.raises(MarksMissing):
        with_lists(tmp_path)


@pytest.mark.parametrize("service", having("domain"))
def test_a_domain_imports_itself_the_standard_library_and_the_kernel(service: str) -> None:
    found = {
        f"{named(path)}: {module}"
        for path in files(f"services/{service}/{service}/domain/*.py")
        for module in imported(path)
        if not module.startswith(f"{service}.domain") and module.split(".")[0] not in GROUND | sys.stdlib_module_names
    }
    assert found == set()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"
