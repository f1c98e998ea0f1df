"""Inside a service, flat and predictable: the same few names everywhere, and files that can be read at one sitting."""

import ast
import re
from pathlib import Path

import pytest

from maillage.services import manifests
from reporting.services import SERVICES as TOLD_OF
from support.project_tree import files, named, service_packages

SERVICES = {package.name: package for package in service_packages()}
LONGEST = 300

# A file that outgrows a sitting is a folder of the same name (decision 0008): `store` is `store.py` or `store/`.
EVERYWHERE = {"__init__", "py.typed", "manifest", "service", "store", "migrations"}
WHERE_IT_HAS_SOMETHING_TO_SAY = {
    "commands",
    "domain",
    "handlers",
    "http",
    "pages",
    "parameters",
    "published",
    "queries",
    "reactions",
}
# In reporting, every service that it reads is a folder with the same rooms.
ROOMS = {"__init__", "projections", "figures", "chapter"}
# And what its facts do not say: the French names of their codes, what its owner counts by itself.
BESIDES = {"words", "counts"}
# What one service alone needs; a name here is a choice, not an accident.
OF_ITS_OWN = {
    "housing": {"finance", "occupant_kinds", "papers", "reference_data", "semesters"},
    "permanence": {"imports", "practitioner_kinds", "reference_data"},
    "reporting": {
        *TOLD_OF,
        *("bulletin", "chapter", "chapters", "figure", "reading", "services", "words"),
        *("chart", "needs", "nights", "page", "publish", "rebuild", "rounding"),
    },
}


def test_the_services_are_those_that_the_program_finds_and_each_bears_the_name_of_its_folder() -> None:
    assert set(SERVICES) == set(manifests())
    assert [name for name, manifest in manifests().items() if manifest.name != name] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_files_of_every_service_and_few_others(service: str) -> None:
    package = SERVICES[service]
    found = {path.relative_to(package).parts[0].removesuffix(".py") for path in files(named(package))}
    assert found >= EVERYWHERE
    assert found - EVERYWHERE - WHERE_IT_HAS_SOMETHING_TO_SAY - OF_ITS_OWN.get(service, set()) == set()


@pytest.mark.parametrize("service", TOLD_OF)
def test_reporting_has_the_same_rooms_for_each_service_that_it_reads(service: str) -> None:
    folder = SERVICES["reporting"] / service
    found = {path.relative_to(folder).parts[0].partition(".")[0] for path in files(named(folder))}
    assert found >= ROOMS
    assert found - ROOMS - BESIDES == set()


@pytest.mark.parametrize("service", TOLD_OF)
def test_a_folder_of_reporting_knows_no_other_service_so_that_a_new_one_touches_none(service: str) -> None:
    others = "|".join(other for other in TOLD_OF if other != service)
    for path in files(f"{named(SERVICES['reporting'] / service)}/*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"(?:from|import) reporting\.(?:{others})\b", text), named(path)


def test_no_code_of_reporting_outside_its_folders_names_a_service() -> None:
    named_there = re.compile(rf"\b(?:{'|'.join(TOLD_OF)})\b")
    package = SERVICES["reporting"]
    shared = [path for path in files(f"{named(package)}/*.py") if path.parent == package]
    assert {path.name for path in shared if named_there.search(_code_of(path))} == {"services.py"}


def _code_of(path: Path) -> str:
    """Without what it says in sentences."""
    return ast.unparse(_Undocumented().visit(ast.parse(path.read_text(encoding="utf-8"))))


class _Undocumented(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else node


@pytest.mark.parametrize("service", SERVICES)
def test_a_migration_is_numbered_in_order_and_says_what_it_does(service: str) -> None:
    names = [path.name for path in files(f"{named(SERVICES[service])}/migrations/*")]
    assert names
    for number, name in enumerate(names, start=1):
        assert re.fullmatch(rf"{number:04d}_[a-z]+(_[a-z]+)+\.py", name)


CODE = files("services/*.py", "services/*.j2", "services/*.css", "services/*.toml", "services/*.md")


def test_no_file_of_a_service_is_too_long_to_be_read_at_one_sitting() -> None:
    too_long = {named(path): lines for path in CODE if (lines := _lines(path)) > LONGEST}
    assert too_long == {}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
