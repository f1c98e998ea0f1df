"""The door for commands: idempotent by command id, atomic with their facts, tried again when others were faster."""

import dataclasses
import json
import random
import time
from functools import cache
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from chassis.core import tables
from chassis.core.database import is_transient
from chassis.core.errors import CommandReused, ConcurrentChange, DatabaseUnavailable
from chassis.core.keyring import KEY_BYTES
from chassis.core.manifest import Handler
from chassis.core.runtime import Runtime
from chassis.core.work import unit_of_work
from kernel.flat import flattened

TRIES = 5
# Somebody is waiting for the answer: no further try is begun after that many seconds.
PATIENCE = 10.0
# The version of a command's digest. What was kept under the former one is still recognised, so that a key that was used
# before an upgrade still gets its first outcome.
DIGEST = b"\x02"

# Made once: each command is one of each, and making them costs as much as sending them.
_INSERT_COMMAND = sa.insert(tables.commands)
_FIRST_OUTCOME = sa.select(tables.commands.c.digest, tables.commands.c.outcome).where(
    tables.commands.c.command_id == sa.bindparam("wanted")
)


def execute(runtime: Runtime, command: Any, command_id: UUID) -> Any:
    """Handles a command once and returns the outcome, the dataclass of its handler; a repeat returns the first one.

    Raises the domain's own rule, `CommandReused` (same id, other content), `ConcurrentChange` (five stale saves in a
    row) or `DatabaseUnavailable`; in each case nothing was changed.
    """
    started = time.monotonic()
    for attempt in range(1, TRIES + 1):
        is_last = attempt == TRIES or time.monotonic() - started > PATIENCE
        try:
            return _once(runtime, command, command_id)
        except (StaleDataError, exc.IntegrityError) as error:
            # A unique key that somebody else took first: the command itself, or the same version of an aggregate.
            if is_last:
                raise ConcurrentChange from error
        except Exception as error:
            if not is_transient(error):
                raise
            # A lost connection too: the pool may have kept one from before a restart, and if the commit came through
            # all the same, the next try finds its outcome.
            if is_last or not runtime.database.is_answering:
                raise DatabaseUnavailable from error
        time.sleep(random.uniform(0, 0.01) * 2**attempt)
    raise AssertionError("unreachable")


def _once(runtime: Runtime, command: Any, command_id: UUID) -> Any:
    handler = runtime.manifest.handlers[type(command)]
    with unit_of_work(runtime, correlation_id=command_id, causation_id=command_id) as work:
        first = work.session.connection().execute(_FIRST_OUTCOME, {"wanted": command_id}).one_or_none()
        if first is not None:
            if not _is_of(first.digest, runtime, command):
                raise CommandReused
            return msgspec.json.decode(first.outcome, type=_outcome_of(handler))
        outcome = handler(command, work)
        handled = {
            "command_id": command_id,
            "digest": _digest(runtime, command),
            "outcome": msgspec.json.encode(outcome).decode(),
            "handled_at": work.now,
        }
        work.session.connection().execute(_INSERT_COMMAND, handled)
    return outcome


@cache
def _outcome_of(handler: Handler) -> Any:
    """The class of the outcome, which the handler's annotation says."""
    return get_type_hints(handler)["return"]


def _is_of(digest: bytes, runtime: Runtime, command: Any) -> bool:
    """Whether a digest that was kept is that of this command, in the form of its version."""
    is_present = len(digest) == len(DIGEST) + KEY_BYTES and digest.startswith(DIGEST)
    return digest == (_digest(runtime, command) if is_present else _first_digest(runtime, command))


def _digest(runtime: Runtime, command: Any) -> bytes:
    # Keyed, because a command may hold a birth date: a plain hash of it could be guessed back.
    content = msgspec.json.encode((type(command).__name__, command), order="deterministic")
    return DIGEST + runtime.keyring.digest("command", content)


def _first_digest(runtime: Runtime, command: Any) -> bytes:
    """As it was made until values travelled whole: the parts of a flat value stood beside the other fields."""
    content = json.dumps([type(command).__name__, flattened(command)], default=_plain, sort_keys=True)
    return runtime.keyring.digest("command", content.encode())


def _plain(part: Any) -> Any:
    return flattened(part) if dataclasses.is_dataclass(part) else str(part)
