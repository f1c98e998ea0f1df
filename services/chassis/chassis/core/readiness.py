"""Waits for a database that is not there yet, or not migrated yet, and says so."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from chassis.core import revisions
from chassis.core.causes import NOT_MIGRATED, Cause, database_cause
from chassis.core.key_check import KeyRefused, NotMigrated, to_migrate
from chassis.core.log import names
from chassis.core.runtime import Runtime
from chassis.core.state import DATABASE, Said

PAUSE = 1.0
LOOK_AGAIN = 5.0
SAY_EVERY = 5.0
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
    except NotMigrated as error:
        return replace(NOT_MIGRATED, reason=str(error))
    except Exception as error:
        # Anything else than a database that cannot be used is a fault to show, not one to wait for.
        if (cause := database_cause(error)) is None:
            raise
        return cause
    if found != wanted:
        return replace(NOT_MIGRATED, reason=to_migrate(runtime))
    return None


def wait_for_database(runtime: Runtime, stopping: Callable[[], bool] = lambda: False) -> None:
    """Returns once the database answers and is at the expected revisions, or when told to stop."""
    last_said = -SAY_EVERY
    while not stopping() and (missing := what_is_missing(runtime)):
        if time.monotonic() - last_said >= SAY_EVERY:
            _log.warning("waiting_for_database", **missing.told, **names(runtime.instance))
            last_said = time.monotonic()
        time.sleep(PAUSE)


def keep_looking(runtime: Runtime) -> None:
    """Looks at the database again and again, for whoever probes the process: a thread's whole work."""
    runtime.state.begin(_LOOP)
    while True:
        time.sleep(LOOK_AGAIN)
        runtime.state.beat(_LOOP)
        with contextlib.suppress(KeyRefused):  # probes are told; whoever works with the database meets it by itself
            what_is_missing(runtime)
