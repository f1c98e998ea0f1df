"""Places where a process of the sample services can be made to die, by SIGKILL, the n-th time it gets there.

Nothing in the chassis knows of them: its functions are wrapped from outside, in processes that a test starts for it.
"""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

import sqlalchemy as sa

from chassis.bus.consumer import Consumer
from chassis.bus.publisher import Outlet
from chassis.core import outbox
from chassis.core.accounts.ledger import Ledger
from chassis.core.database import Database
from chassis.core.instance import Instance

VARIABLE = "CRASH"


class Point(StrEnum):
    """The road of a fact, from its transaction to the acknowledgement of the message that caused it."""

    BEFORE_INSERT = "before-insert"  # its state is written, its outbox row is not
    AFTER_INSERT = "after-insert"  # both are written, nothing is committed
    AFTER_COMMIT = "after-commit"  # the relay has not been told
    AFTER_PUBLISH = "after-publish"  # the broker has it, or soon will; no confirm was read
    AFTER_CONFIRM = "after-confirm"  # the row is not marked
    AFTER_MARK = "after-mark"
    BEFORE_ACK = "before-ack"  # its effect is committed in the reader


@dataclass(frozen=True, slots=True)
class Crash:
    """Dies in `instance` at `point`, the `nth` time it is reached; leaves `marker` just before."""

    point: Point
    instance: Instance
    nth: int
    marker: Path

    @property
    def environment(self) -> dict[str, str]:
        return {VARIABLE: json.dumps(asdict(self), default=str)}


def arm_from_environment() -> None:
    """Wraps what the environment names, if it does; called before anything of the chassis runs."""
    if VARIABLE in os.environ:
        order = json.loads(os.environ[VARIABLE])
        arm(Crash(Point(order["point"]), Instance(**order["instance"]), order["nth"], Path(order["marker"])))


def arm(crash: Crash) -> None:
    times = count(1)

    def here(*_: object) -> None:
        if next(times) == crash.nth:
            crash.marker.write_text(crash.point, encoding="ascii")
            os.kill(os.getpid(), signal.SIGKILL)

    instance = crash.instance
    match crash.point:
        case Point.BEFORE_INSERT | Point.AFTER_INSERT:
            moment = "before_cursor_execute" if crash.point is Point.BEFORE_INSERT else "after_cursor_execute"
            _at_each_outbox_insert(instance, moment, here)
        case Point.AFTER_COMMIT:
            _for_each_database_of(
                instance, lambda database: _wrap(database.committed_to_outbox, "set", lambda: True, before=here)
            )
        case Point.AFTER_PUBLISH:
            _wrap(Outlet, "begin", lambda it, *_: it._exchange == instance.exchange, after=here)
        case Point.AFTER_CONFIRM:
            _wrap(Outlet, "finish", lambda it, *_: it._exchange == instance.exchange, after=here)
        case Point.AFTER_MARK:
            _wrap(outbox, "mark_sent", lambda database, *_: _is_of(instance, database), after=here)  # embedded
            _wrap(Ledger, "mark_sent", lambda it, *_: it._runtime.instance == instance, after=here)
        case Point.BEFORE_ACK:
            _wrap(Consumer, "settle", lambda it, *_: it._queue == instance.inbox, before=here)


def _wrap(
    owner: object,
    name: str,
    concerns: Callable[..., bool],
    *,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
) -> None:
    original = getattr(owner, name)

    def wrapped(*args: Any) -> Any:
        if not concerns(*args):
            return original(*args)
        before()
        result = original(*args)
        after()
        return result

    mock.patch.object(owner, name, wrapped).start()


def _at_each_outbox_insert(instance: Instance, moment: str, here: Callable[..., None]) -> None:
    def on_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO outbox "):
            here()

    _for_each_database_of(instance, lambda database: sa.event.listen(database.engine, moment, on_statement))


def _for_each_database_of(instance: Instance, prepare: Callable[[Database], None]) -> None:
    original = Database.__init__

    def prepared(self: Database, url: str) -> None:
        original(self, url)
        if _is_of(instance, self):
            prepare(self)

    mock.patch.object(Database, "__init__", prepared).start()


def _is_of(instance: Instance, database: Database) -> bool:
    return Path(database.url.database or "").stem.endswith(instance.database)
