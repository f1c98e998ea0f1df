"""`make service name=referrals`: a service from `adding/template`, and its line in each list that people order by hand.

The template is a service as it will stand, named `example`; what is written is the same with the other name, so that it
can be read, run and changed before and after. It has one command, one fact, one page, one figure and their tests.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from adding.discovered import ROOT, distributions
from adding.lists import with_lists

TEMPLATE = Path(__file__).parent / "template"
_NAME = re.compile(r"[a-z][a-z]{2,29}")
_RESERVED = ("example", "network", "partners", "tests", "bench", "adding")
_MIGRATIONS = "services/reporting/reporting/migrations"
_EXAMPLES = "services/contracts/contracts/examples"
_ANTENNAS = "deploy/antennas"
_FROZEN = "tests/contracts/frozen.json"


class NameRefused(Exception):
    """A service of this name cannot be written; the message says why."""


class PlaceMissing(Exception):
    """A file has no place any more for the line of a new service."""


def write_service(name: str, root: Path = ROOT) -> list[Path]:
    """Writes the service and its lines; returns what was written. Raises `NameRefused`, `PlaceMissing`."""
    if not _NAME.fullmatch(name) or name in _RESERVED or name in sys.stdlib_module_names:
        raise NameRefused(f"{name} : de trois à trente lettres minuscules, et pas un mot déjà pris")
    if name in distributions(root):
        raise NameRefused(f"{name} : services/{name} existe déjà")
    number = len(list((root / _MIGRATIONS).glob("[0-9]*_*.py"))) + 1
    changed = {root / path: text for path, text in _lines_of(name, root)}
    made = {
        root / _renamed(path.relative_to(TEMPLATE).as_posix(), name, number): _renamed(
            path.read_text(encoding="utf-8"), name, number
        )
        for path in TEMPLATE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    _write(changed | made)
    _write({root / "pyproject.toml": with_lists(root), root / _FROZEN: _frozen(root)})
    return [*made, *changed]


def _renamed(text: str, name: str, number: int) -> str:
    today = date.today()  # noqa: DTZ011 - the day on which somebody types the command, where they type it
    for former, new in {
        "example(?!s)": name,
        "Example(?!s)": name.capitalize(),
        "9999": f"{number:04d}",
        "9998": f"{number - 1:04d}",
        re.escape("date(1970, 1, 1)"): f"date({today.year}, {today.month}, {today.day})",
    }.items():
        text = re.sub(former, new, text)
    return text


def _lines_of(name: str, root: Path) -> Iterator[tuple[str, str]]:
    """The files in which a service has its place among the others, as they become."""
    antenna = _busiest_antenna(root)
    places: Mapping[str, Callable[[str], str]] = {
        "services/contracts/contracts/catalogue/__init__.py": lambda text: _before(
            _after(text, "from contracts.catalogue import ", f"of_{name}, "), "*of_partners", f"*of_{name}.FACTS, "
        ),
        "services/reporting/reporting/services.py": lambda text: _before(text, ")\n\n\ndef each", f', "{name}"'),
        f"{_ANTENNAS}/{antenna}.toml": lambda text: _after(text, "services = [", f'"{name}", '),
        "README.md": lambda text: _before(
            text, "| `reporting` |", f"| `{name}` | à dire | `maillage run {name} --antenna {antenna}` |\n"
        ),
    }
    for path, place in places.items():
        try:
            yield path, place((root / path).read_text(encoding="utf-8"))
        except ValueError:
            raise PlaceMissing(f"{path} : plus de place pour {name}") from None


def _busiest_antenna(root: Path) -> str:
    """The antenna that runs the most services is where another one is tried."""
    files = sorted((root / _ANTENNAS).glob("*.toml"))
    return max(files, key=lambda file: len(tomllib.loads(file.read_text(encoding="utf-8"))["services"])).stem


def _after(text: str, anchor: str, line: str) -> str:
    place = text.index(anchor) + len(anchor)
    return text[:place] + line + text[place:]


def _before(text: str, anchor: str, line: str) -> str:
    place = text.index(anchor)
    return text[:place] + line + text[place:]


def _frozen(root: Path) -> str:
    """The digest of each example: what partners may rely on from the first day."""
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((root / _EXAMPLES).glob("*.json"))
    }
    known = json.loads((root / _FROZEN).read_text(encoding="utf-8"))
    return json.dumps(dict(sorted({**digests, **known}.items())), indent=2) + "\n"


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make service", description="Écrit un service d'après adding/template.")
    parser.add_argument("name")
    name = parser.parse_args().name
    try:
        written = write_service(name)
    except (NameRefused, PlaceMissing) as error:
        print(f"maillage : {error}", file=sys.stderr)
        return 2
    # Another name, another order of imports.
    python = [str(path) for path in written if path.suffix == ".py"]
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "--quiet", "--fix", "--select", "I,RUF022", *python], check=True)
    subprocess.run([*ruff, "format", "--quiet", *python], check=True)
    print("\n".join(str(path.relative_to(ROOT)) for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
