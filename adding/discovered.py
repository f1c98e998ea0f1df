"""What `services/` holds, found from the `pyproject.toml` of each distribution: nobody writes a list of services."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
GROUP = "maillage.services"


def distributions(root: Path = ROOT) -> list[str]:
    """Import names, sorted: each is its folder's and its package's name too."""
    return sorted(path.parent.name for path in root.glob("services/*/pyproject.toml"))


def services(root: Path = ROOT) -> list[str]:
    """The distributions that the program runs: those with an entry point of `maillage.services`."""
    return [name for name in distributions(root) if GROUP in _entry_points(root / f"services/{name}/pyproject.toml")]


def having(room: str, root: Path = ROOT) -> list[str]:
    """The services that have a room of this name: a module, or a folder of them."""
    return [
        name
        for name in services(root)
        if (root / f"services/{name}/{name}/{room}.py").exists()
        or any((root / f"services/{name}/{name}/{room}").glob("*.py"))
    ]


def _entry_points(pyproject: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"].get(
        "entry-points", {}
    )
    return found
