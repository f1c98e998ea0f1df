"""Worker processes that live no longer than the process that started them."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from chassis.core.instance import Instance
from local_servers.processes import die_with_parent


class WorkerFailed(Exception):
    """A worker process ended when it should have been running; the message says where its log is."""


class WorkerProcess:
    """One `maillage.worker_process`, its log in a file; SIGTERM at the end, SIGKILL if we are killed ourselves."""

    def __init__(self, instances: Sequence[Instance], environment: Mapping[str, str], logs: Path) -> None:
        names = [str(instance) for instance in instances]
        self.log = logs / f"{names[0] if len(names) == 1 else 'worker'}.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "maillage.worker_process", "--replaying", *names],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        if self._process.stdout.readline() != b"ready\n":
            self._process.wait()
            raise WorkerFailed(f"un processus n'a pas démarré : voir {self.log}")

    def check(self) -> None:
        if self._process.poll() is not None:
            raise WorkerFailed(f"un processus s'est arrêté (statut {self._process.returncode}) : voir {self.log}")

    def stop(self) -> None:
        """Lets the running batch commit, then waits for the end; kills what has not ended within 30 seconds."""
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self.stop()
