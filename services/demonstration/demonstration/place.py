"""Where a demonstration lives on disk: one at a time, resumed when it was cut short, started anew when finished."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class DemoRunning(Exception):
    """Another demonstration holds the place; the message names it."""


@dataclass(frozen=True, slots=True)
class Place:
    """`state` is what resuming needs, `bulletins` and `figures` what the demonstration is for."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def bulletins(self) -> Path:
        return self.root / "bulletins"

    @property
    def figures(self) -> Path:
        return self.root / "figures.json"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the place as long as this process lives, or raises `DemoRunning`."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise DemoRunning(
                    f"une démonstration tourne déjà dans {self.root} (processus {lock.read().strip()}) : "
                    "attendez sa fin, ou donnez un autre dossier avec --out"
                ) from None
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield

    def open(self, scenario_files: Iterable[Path], *, resumable: bool) -> bool:
        """Prepares the folders; returns whether an interrupted season of the same scenarios is taken up again.

        Other scenarios would give other commands under the ids of the first ones: their state is never mixed.
        """
        digest = hashlib.sha256()
        for file in sorted(scenario_files):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        mark = self.state / "season"
        resumes = resumable and mark.exists() and mark.read_text(encoding="ascii") == digest.hexdigest()
        if not resumes:
            shutil.rmtree(self.state, ignore_errors=True)
            shutil.rmtree(self.logs, ignore_errors=True)
        self.state.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        mark.write_text(digest.hexdigest(), encoding="ascii")
        return resumes

    def finish(self) -> None:
        """The next demonstration starts from nothing; the state stays to be looked at."""
        (self.state / "season").unlink()
