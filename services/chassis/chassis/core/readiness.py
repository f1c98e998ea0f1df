"""Waits for a database that is not there yet, or not migrated yet, and says so."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa
import structlog

from chassis.core import revisions
from chassis.core.causes import NEWER, NOT_MIGRATED, Cause, database_cause
from chassis.core.key_check import KeyRefused, NotMigrated, to_migrate
from chassis.core.log import names
from chassis.core.runtime import Runtime
from chassis.core.state import DATABASE, Said

PAUSE = 1.0
LOOK_AGAIN = 5.0
SAY_EVERY = 5.0
# What is sent two days ahead of its reader's clock is refused: long before that, clocks are told to be wrong.
CLOCK_TOLERANCE = 60.0
_LOOP = "readiness"

_log = structlog.get_logger()


def what_is_missing(runtime: Runtime) -> Cause | None:
    """Why the database cannot be used yet, or None when it can; probes are told the same.

    Raises `KeyRefused` when it can never be used with this key: there is nothing to wait for.
    """
    try:
        cause = _look(runtime)
    except KeyRefused as error:
        runtime.state.say(DATABASE, error.code)
        raise
    runtime.state.say(DATABASE, cause.code if cause else Said.DATABASE_READY)
    return cause


def _look(runtime: Runtime) -> Cause | None:
    wanted = revisions.heads(runtime.manifest.migrations)
    try:
        with runtime.database.reading.connect() as connection:
            found = revisions.current(connection)
            runtime.state.clock_ahead = _clock_ahead(runtime, connection)
    except NotMigrated as error:
        return replace(NOT_MIGRATED, reason=str(error))
    except Exception as error:
        # Anything else than a database that cannot be used is a fault to show, not one to wait for.
        if (cause := database_cause(error)) is None:
            raise
        return cause
    if revisions.newer(found, wanted):
        return NEWER
    if found != wanted:
        return replace(NOT_MIGRATED, reason=to_migrate(runtime))
    return None


def wait_for_database(runtime: Runtime, stopping: Callable[[], bool] = lambda: False) -> None:
    """Returns once the database answers and is at the expected revisions, or when told to stop.

    A clock that differs from the database's is told: what is sent with it may be refused by all its readers.
    """
    last_said = -SAY_EVERY
    while not stopping() and (missing := what_is_missing(runtime)):
        if time.monotonic() - last_said >= SAY_EVERY:
            _log.warning("waiting_for_database", **missing.told, **names(runtime.instance))
            last_said = time.monotonic()
        time.sleep(PAUSE)
    ahead = runtime.state.clock_ahead
    if ahead is not None and abs(ahead) > CLOCK_TOLERANCE:
        reason = "l'horloge de cette machine et celle de la base diffèrent : mettez-les à l'heure (NTP)"
        _log.warning("clock_differs", seconds_ahead=round(ahead), reason=reason, **names(runtime.instance))


def _clock_ahead(runtime: Runtime, connection: sa.Connection) -> float | None:
    if runtime.database.is_sqlite:
        return None
    there = connection.execute(sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))).scalar_one()
    return (runtime.clock.now() - there).total_seconds()


def keep_looking(runtime: Runtime) -> None:
    """Looks at the database again and again, for whoever probes the process: a thread's whole work."""
    runtime.state.begin(_LOOP)
    while True:
        time.sleep(LOOK_AGAIN)
        runtime.state.beat(_LOOP)
        with contextlib.suppress(KeyRefused):  # probes are told; whoever works with the database meets it by itself
            what_is_missing(runtime)
