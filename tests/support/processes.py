"""Worker processes of the sample services: started, watched, stopped and killed by tests."""

import json
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from chassis.core.instance import Instance
from local_servers.processes import die_with_parent
from support import pace
from support.journals import JOURNALS

TESTS = Path(__file__).parents[1]

_Value = TypeVar("_Value")


def eventually(look: Callable[[], _Value], wanted: Callable[[_Value], bool] = bool) -> _Value:
    """Looks again and again until what is seen is what is wanted; fails with what was seen last, once it stays so."""
    waiting = pace.Waiting()
    while not wanted(seen := look()):
        assert waiting.goes_on(seen), f"still {seen!r} after {waiting.seconds:.0f} s"
        time.sleep(0.02)
    return seen


class WorkerProcess:
    """One process of the sample's workers; it never outlives the process that started it."""

    module: ClassVar[str] = "support.sample_worker_process"

    def __init__(self, instances: Sequence[Instance], environment: Mapping[str, str], log: Path) -> None:
        self.instances = tuple(instances)
        self.log = JOURNALS.keep(log, *instances)
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module, *map(str, instances)],
                env=dict(environment),
                cwd=TESTS,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stream,
                preexec_fn=die_with_parent,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        readable, _, _ = select.select([self._process.stdout], [], [], pace.patience())
        assert readable, f"never ready:\n{self.log.read_text()}"
        assert self._process.stdout.readline() == b"ready\n", self.log.read_text()

    def logged(self, event: str) -> list[dict[str, Any]]:
        """The lines of its log that tell of this event."""
        return [line for line in self._lines() if line["event"] == event]

    def complaints(self) -> list[str]:
        """The events that it warned of, oldest first."""
        return [line["event"] for line in self._lines() if line["level"] == "warning"]

    def _lines(self) -> list[dict[str, Any]]:
        # The last line may be half written.
        return [json.loads(line) for line in self.log.read_text().splitlines(keepends=True) if line.endswith("}\n")]

    def wait_for(self, event: str) -> list[dict[str, Any]]:
        """The same, once there is one."""
        return eventually(lambda: self.logged(event))

    def kill(self) -> None:
        self._process.kill()
        self._end()

    def terminate(self) -> int:
        """SIGTERM; returns the exit status, or fails when the process does not end."""
        self._process.send_signal(signal.SIGTERM)
        status = self._process.wait(pace.patience())
        self._end()
        return status

    def _end(self) -> None:
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
