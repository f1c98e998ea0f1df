"""`make service name=essai` in a copy of the project: all that is checked there passes, and the service runs."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copy2, copytree
from urllib.request import Request, urlopen

import pytest

from adding.discovered import distributions
from chassis.core.config import PREFIX
from local_servers.processes import die_with_parent
from support import pace
from support.journals import JOURNALS
from support.processes import eventually
from support.project_tree import ROOT, files, named
from support.races import address_served

NAME, ANTENNA = "essai", "romans"
# The tools remember what they have read of files that have not changed.
_MEMORIES = (".mypy_cache", ".ruff_cache")
USUAL = 60


class Copy:
    """The project's files in a folder, and the tools of this environment turned to them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path in files():
            there = root / named(path)
            there.parent.mkdir(parents=True, exist_ok=True)
            copy2(path, there)
        for compiled in {path.parent / "__pycache__" for path in files("*.py")}:
            if compiled.is_dir():
                copytree(compiled, root / named(compiled))
        for memory in filter(Path.is_dir, (ROOT / name for name in _MEMORIES)):
            copytree(memory, root / memory.name)
        (root / ".venv").symlink_to(ROOT / ".venv")
        subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)  # noqa: S607 - git is where the reader has it

    @property
    def environment(self) -> Mapping[str, str]:
        """What is found here comes before what this environment has installed."""
        paths = [*(f"services/{name}" for name in distributions(self.root)), ".", ".installed"]
        known = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "PYTEST"))}
        here = {"STATE_DIR": "state", "PROFILE": "embedded", "HTTP_PORT": "0"}
        return (
            known
            | {PREFIX + name: value for name, value in here.items()}
            | {"PYTHONPATH": os.pathsep.join(str(self.root / path) for path in paths)}
        )

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=pace.patience(USUAL),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, module: str, *arguments: str) -> str:
        return self.run(sys.executable, "-m", module, *arguments)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.python("adding.service", NAME)
    # What would install everything installs what tells of the new service; the environment is this one (`-o setup`).
    install = ("install", "--quiet", "--no-deps", "--no-build-isolation", "--target", ".installed", f"services/{NAME}")
    copy.python("pip", "--disable-pip-version-check", *install)
    copy.python("maillage", "docs", "write")
    return copy


def test_all_that_is_checked_without_a_server_passes(copy: Copy) -> None:
    said = copy.run("make", "-o", "setup", "lint", "test-unit")
    assert "passed" in said
    assert "failed" not in said


@contextmanager
def started(copy: Copy, log: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "maillage", *arguments]
    with (
        JOURNALS.keep(log).open("wb") as stream,
        subprocess.Popen(
            command, cwd=copy.root, env=dict(copy.environment), stderr=stream, preexec_fn=die_with_parent
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def test_it_migrates_runs_and_serves(copy: Copy, tmp_path: Path) -> None:
    copy.python("maillage", "migrate")
    person = ("--role=coordinator", "--person=somebody")
    token = copy.python("maillage", "token", "create", f"--antenna={ANTENNA}", *person).strip()
    worker, server = tmp_path / "worker.log", tmp_path / "server.log"
    with (
        started(copy, worker, "run", "--all"),
        started(copy, server, "serve", NAME, "--antenna", ANTENNA) as serving,
    ):
        address = eventually(lambda: address_served(serving, server))
        asked = Request(f"{address.rstrip('/')}/requests", headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - our own
        with urlopen(asked) as answer:  # noqa: S310 - our own
            assert answer.status == 200
        eventually(lambda: NAME in worker.read_text(encoding="utf-8") and '"started"' in worker.read_text("utf-8"))
