"""A steady flow of commands from a process of its own, each answer timed from the moment its command was due."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from local_servers.processes import die_with_parent
from support import pace
from support.journals import JOURNALS
from support.processes import TESTS, eventually

A_SECOND = 20
ACCEPTED = "accepted"
# More than are ever under way at once unless answers take seconds: a slow answer must not delay the next command.
_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command got: `due` on the clock that all processes share, `seconds` from then to the answer."""

    due: float
    seconds: float
    outcome: str


class Steady:
    """As a context manager, runs one of the two programs `support.steady_…` from its beginning to its end."""

    def __init__(self, program: str, *arguments: object, environment: Mapping[str, str], answers: Path) -> None:
        self._command = [sys.executable, "-m", f"support.{program}", *map(str, arguments)]
        self._environment = dict(environment)
        self._answers = answers
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._answers.open("wb") as stream, JOURNALS.new("steady").open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                cwd=TESTS,
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        # The first answers wait for connections and imports: they are nobody's normal time.
        eventually(lambda: len(self.answers()) > 2 * A_SECOND)
        return self

    def __exit__(
        self, _class: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Its input closed, it waits for the answers that are still to come."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        status = self._process.wait(pace.patience())
        assert error is not None or status == 0

    def answers(self, since: float = 0, until: float = float("inf")) -> list[Answer]:
        """Answers to the commands that were due in that time."""
        lines = self._answers.read_text(encoding="ascii").splitlines(keepends=True)
        # The last line may be half written.
        answers = [Answer(**json.loads(line)) for line in lines if line.endswith("\n")]
        return [answer for answer in answers if since <= answer.due < until]


def keep_pace(send: Callable[[], str]) -> None:
    """Sends `A_SECOND` commands a second until the input closes, and writes each answer on a line."""
    writing = threading.Lock()
    stopping = threading.Event()

    def stop_at_the_end_of_the_input() -> None:
        sys.stdin.read()
        stopping.set()

    def send_one(due: float) -> None:
        outcome = send()
        answer = {"due": due, "seconds": time.monotonic() - due, "outcome": outcome}
        with writing:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    threading.Thread(target=stop_at_the_end_of_the_input, daemon=True).start()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        sent = []
        due = time.monotonic()
        while not stopping.wait(max(0, due - time.monotonic())):
            sent.append(pool.submit(send_one, due))
            due += 1 / A_SECOND
        for one in sent:
            one.result()
