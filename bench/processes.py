"""Programs under measurement: processes of their own, a log each, that live no longer than the measurement."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from chassis.core.instance import Instance
from local_servers.processes import die_with_parent

_STARTS_WITHIN = 30.0
_ENDS_WITHIN = 10.0
_ANSWERS_WITHIN = 300.0
_LAST_LINES = 12


class ProgramFailed(Exception):
    """A measured program ended when it should have been running; the message shows what it last said."""


class Program:
    """One process, ended on the way out of its `with`; what it says goes to files, so that it never waits for us."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self.log = log
        self._said = log.with_suffix(".said")
        with log.open("wb") as errors, self._said.open("wb") as said:
            self._process = subprocess.Popen(
                list(command), stdin=subprocess.DEVNULL, stdout=said, stderr=errors, preexec_fn=die_with_parent
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN
        while not self._said.read_bytes().startswith(b"ready\n"):
            self.check()
            if time.monotonic() > deadline:
                raise self._failure("ne démarre pas")
            time.sleep(0.02)

    def check(self) -> None:
        if self._process.poll() is not None:
            raise self._failure("s'est arrêté")

    def peak_memory(self) -> int:
        """The most memory it ever held, in bytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024

    def answer(self) -> Any:
        """What it has said, as JSON, when it has ended by itself."""
        try:
            status = self._process.wait(_ANSWERS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise self._failure("ne finit pas") from None
        if status != 0:
            raise self._failure("s'est arrêté")
        return json.loads(self._said.read_bytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _failure(self, what: str) -> ProgramFailed:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
        return ProgramFailed("\n".join([f"un processus {what} (journal : {self.log})", *lines]))


def worker(instance: Instance, logs: Path) -> Program:
    """The worker as production runs it."""
    return Program([sys.executable, "-m", "maillage.worker_process", str(instance)], logs / f"{instance}.log")


def script(command: Sequence[str], asked: Mapping[str, str], log: Path) -> Program:
    """A contestant whose only argument is a JSON object."""
    return Program([*command, json.dumps(asked)], log)
