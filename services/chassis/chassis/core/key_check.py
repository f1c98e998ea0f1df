"""Which key a database is sealed with: written once by its migration, compared whenever a process opens it.

A second key in one database would lose data without a sound: what is sealed under one cannot be read under the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from chassis.core import refusals, tables, waiting
from chassis.core.database import Database, unhurried
from chassis.core.keyring import KeyUnusable
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.core.sealed import Progress, Sealed, SealedRows, sealed_rows

_SEALED_BY_THE_CHASSIS = (
    Sealed(tables.quarantine.c.sealed_body, refusals.PURPOSE),
    Sealed(tables.waiting.c.sealed_body, waiting.PURPOSE),
)
# Asked of the driver, as its connection is new: whether the table is there, by dialect, then what it holds.
_IS_THERE = {
    "postgresql": "SELECT to_regclass('key_checks')",
    "sqlite": "SELECT (SELECT name FROM sqlite_master WHERE name = 'key_checks')",
}
_KEPT = "SELECT key_id, check_value FROM key_checks ORDER BY since DESC"


class KeyRefused(KeyUnusable):
    """The database is sealed with another key, or holds what the key does not open; the message says what to do."""

    code = "KEY_REFUSED"


class NotMigrated(Exception):
    """No migration has written which key the database is sealed with; the message says the command that does."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a database says of its key; `key_id` is None as long as no migration has written it."""

    key_id: str | None
    since: datetime | None
    accepted: bool
    rows: tuple[SealedRows, ...]


def guard(runtime: Runtime) -> None:
    """From now on no connection to the runtime's database is given before its key was compared.

    Opening one raises `KeyRefused`, or `NotMigrated`. On each new connection, not once: a database can be replaced by
    another, restored from elsewhere, under a process that runs.
    """
    sa.event.listen(runtime.database.engine, "connect", partial(_compare, runtime))


@contextmanager
def unguarded(runtime: Runtime) -> Iterator[Database]:
    """The runtime's database for those who write or examine the check value itself."""
    database = Database(runtime.database.url.render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()


def refuse_another_key(connection: sa.Connection, runtime: Runtime) -> None:
    """Raises `KeyRefused` where another key's check value stands; silent where none stands yet."""
    kept = _kept(connection)
    if kept and not _is_ours(runtime, kept[0].key_id, kept[0].check_value):
        raise KeyRefused(_another_key(runtime, kept[0].key_id))


def adopt(connection: sa.Connection, runtime: Runtime, progress: Progress) -> None:
    """Writes the key's check value, once, in the running transaction.

    Raises `KeyRefused` when the database already holds rows that the key does not open.
    """
    if _kept(connection):
        return
    found = tuple(sealed_rows(connection, runtime.keyring, sealed_in(runtime.manifest), progress))
    if any(rows.refused for rows in found):
        raise KeyRefused(_rows_refused(runtime, found))
    row = {"key_id": runtime.keyring.key_id, "check_value": runtime.keyring.check_value}
    connection.execute(sa.insert(tables.key_checks).values(since=runtime.clock.now(), **row))


def examine(runtime: Runtime, *, every_row: bool, progress: Progress = lambda _rows: None) -> Examined:
    """Compares without refusing; `every_row` also tries the key on all that is sealed."""
    with unguarded(runtime) as database, database.reading.connect() as connection:
        unhurried(connection)
        kept = _kept(connection)
        tried = sealed_rows(connection, runtime.keyring, sealed_in(runtime.manifest), progress) if every_row else ()
        if not kept:
            return Examined(None, None, False, tuple(tried))
        accepted = _is_ours(runtime, kept[0].key_id, kept[0].check_value)
        return Examined(kept[0].key_id, kept[0].since, accepted, tuple(tried))


def sealed_in(manifest: Manifest) -> tuple[Sealed, ...]:
    """All that the network's key seals in the database of a service: the chassis's own, then the service's."""
    return (*_SEALED_BY_THE_CHASSIS, *manifest.sealed)


def _compare(runtime: Runtime, connection: Any, _record: Any) -> None:
    kept = _kept_as_the_driver_says(connection, _IS_THERE[runtime.database.url.get_backend_name()])
    if kept is not None and _is_ours(runtime, kept[0], bytes(kept[1])):
        return
    connection.close()
    if kept is None:
        raise NotMigrated(to_migrate(runtime))
    raise KeyRefused(_another_key(runtime, kept[0]))


def _kept_as_the_driver_says(connection: Any, is_there: str) -> Any:
    """The key id and check value that seal, or None; leaves no transaction open."""
    cursor = connection.cursor()
    try:
        cursor.execute(is_there)
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(_KEPT)
        return cursor.fetchone()
    finally:
        cursor.close()
        connection.rollback()


def _kept(connection: sa.Connection) -> list[Any]:
    """What stands in the database, the one that seals first; none before the table exists."""
    if not sa.inspect(connection).has_table(tables.key_checks.name):
        return []
    return list(connection.execute(sa.select(tables.key_checks).order_by(tables.key_checks.c.since.desc())))


def _is_ours(runtime: Runtime, key_id: str, check_value: bytes) -> bool:
    return (key_id, check_value) == (runtime.keyring.key_id, runtime.keyring.check_value)


def to_migrate(runtime: Runtime) -> str:
    instance = runtime.instance
    return f"base à migrer, à taper : maillage migrate {instance.service} --antenna {instance.antenna}"


def _another_key(runtime: Runtime, key_id: str) -> str:
    return (
        f"la base de {runtime.instance} est scellée par la clé {key_id}, et MAILLAGE_KEY_FILE contient la clé "
        f"{runtime.keyring.key_id} : rien n'a été lu ni écrit. Remettez-y la clé {key_id}, depuis sa sauvegarde ; "
        "maillage key check dit ce qu'il en est de chaque base"
    )


def _rows_refused(runtime: Runtime, found: tuple[SealedRows, ...]) -> str:
    told = ", ".join(f"{rows.table} ({rows.purpose}) {rows.refused} sur {rows.opened + rows.refused}" for rows in found)
    if any(rows.opened for rows in found):
        advice = (
            "deux clés y ont servi : gardez-les toutes deux et repartez d'une sauvegarde de la base d'avant la seconde"
        )
    else:
        advice = "remettez dans MAILLAGE_KEY_FILE la clé qui a scellé cette base, depuis sa sauvegarde"
    return (
        f"la base de {runtime.instance} contient des lignes scellées que la clé {runtime.keyring.key_id} de "
        f"MAILLAGE_KEY_FILE n'ouvre pas : {told}. Rien n'a été migré ni écrit ; {advice}. Le détail : "
        f"maillage key check {runtime.instance.service} --antenna {runtime.instance.antenna} --list"
    )
