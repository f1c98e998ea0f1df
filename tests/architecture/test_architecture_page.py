"""The page that says how the house is made leaves nothing out: each distribution, each file of the chassis."""

import re

from adding.discovered import distributions, services
from support.project_tree import ROOT, files, named

PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
CHASSIS = "services/chassis/chassis/"
CITED = set(re.findall(r"`((?:core|bus|worker|http)/[^`]+)`", PAGE))


def test_the_map_of_the_chassis_names_each_of_its_files_and_no_other() -> None:
    modules = {named(path).removeprefix(CHASSIS) for path in files(f"{CHASSIS}*.py") if path.name != "__init__.py"}
    folders = tuple(cited for cited in CITED if cited.endswith("/"))
    assert {module for module in modules - CITED if "/" in module and not module.startswith(folders)} == set()
    assert {cited for cited in CITED if not (ROOT / CHASSIS / cited).exists()} == set()


def test_each_distribution_that_is_no_service_is_said() -> None:
    assert [name for name in distributions() if name not in services() and f"`services/{name}/`" not in PAGE] == []
