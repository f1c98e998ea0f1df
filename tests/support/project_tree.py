"""The project as files: what belongs to it, which services it has, what its documents cite."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from adding.discovered import services

ROOT = Path(__file__).parents[2]


def files(*patterns: str) -> Sequence[Path]:
    """The project's own files, committed or about to be, that match one of git's patterns; all of them without any."""
    # git is wherever the machine has it, like make: no absolute path would do (S607).
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],  # noqa: S607 - git is where the reader has it
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return [path for path in paths if path.is_file()]


def service_packages() -> Sequence[Path]:
    """The package of each service that the program runs."""
    return [ROOT / f"services/{name}/{name}" for name in services()]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
