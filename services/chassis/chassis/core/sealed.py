"""What is sealed in a database directly by the network's key: where, for which purpose, and whether a key opens it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from chassis.core.keyring import Keyring, SealBroken

# Rows read at a time: a refused message is at most 64 KiB.
_ROWS = 100

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column whose values the keyring seals for a purpose.

    `unless`: a column of the same reference, of a table whose rows say that theirs is sealed under a key of its own.
    """

    column: sa.Column[bytes]
    purpose: str
    unless: sa.Column[Any] | None = None

    @property
    def table(self) -> sa.Table:
        return self.column.table

    def query(self, inspector: sa.Inspector) -> sa.Select[bytes] | None:
        """The sealed values; None where no migration has made the column yet."""
        if not _exists(self.column, inspector):
            return None
        query = sa.select(self.column).where(self.column.is_not(None))
        if self.unless is not None and _exists(self.unless, inspector):
            query = query.where(self.table.c[self.unless.name].not_in(sa.select(self.unless)))
        return query


@dataclass(frozen=True, slots=True)
class SealedRows:
    """How many rows of a column a key opens, and how many it does not; never a value."""

    table: str
    purpose: str
    opened: int
    refused: int


def sealed_rows(
    connection: sa.Connection, keyring: Keyring, every: tuple[Sealed, ...], progress: Progress = lambda _rows: None
) -> Iterator[SealedRows]:
    """Tries the key on each sealed row, a few at a time, which `progress` hears. A column without rows is left out."""
    inspector = sa.inspect(connection)
    for sealed in every:
        query = sealed.query(inspector)
        if query is None:
            continue
        opened = refused = 0
        for values in connection.scalars(query, execution_options={"yield_per": _ROWS}).partitions():
            opening = sum(_opens(keyring, sealed.purpose, bytes(value)) for value in values)
            opened, refused = opened + opening, refused + len(values) - opening
            progress(len(values))
        if opened or refused:
            yield SealedRows(sealed.table.name, sealed.purpose, opened, refused)


def _opens(keyring: Keyring, purpose: str, value: bytes) -> bool:
    try:
        keyring.unseal(purpose, value)
    except SealBroken:
        return False
    return True


def _exists(column: sa.Column[Any], inspector: sa.Inspector) -> bool:
    name = column.table.name
    return inspector.has_table(name) and column.name in {found["name"] for found in inspector.get_columns(name)}
