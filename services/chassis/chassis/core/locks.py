"""The order of locks: a service declares it once, one function takes rows in it, and nobody waits in a ring.

Two transactions wait for each other for ever only when they ask for the same rows in different orders. So each asks in
the order of kinds that its service's manifest declares, and inside a kind in the order of references.
"""

import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")


class LockedOutOfOrder(RuntimeWarning):
    """A unit of work asks for a row that comes before one it has locked.

    A mistake of the programmer: tests turn it into an error. In production it is a line of the log: the worst that can
    come of it is a ring, which the database breaks and the chassis tries again, and refusing the command is worse.
    """


class Order:
    """The tables whose rows a service locks, in the order in which it does."""

    def __init__(self, *tables: sa.Table) -> None:
        self._ranks = {table: rank for rank, table in enumerate(tables)}

    def __iter__(self) -> Iterator[sa.Table]:
        return iter(self._ranks)

    def rank(self, table: sa.Table) -> int:
        return self._ranks[table]


class Locked:
    """Rows of several kinds that nobody else changes before the end of the transaction; none that does not exist."""

    def __init__(self, rows: Mapping[tuple[type, UUID], Any]) -> None:
        self._rows = rows

    def of(self, kind: type[Row]) -> dict[UUID, Row]:
        return {reference: row for (of_kind, reference), row in self._rows.items() if of_kind is kind}


class Locks:
    """What one unit of work has locked. (SQLite has one writer at a time: there only the order is kept.)"""

    def __init__(self, session: Session, order: Order) -> None:
        self._session = session
        self._order = order
        # In the order in which they were taken; the rows themselves, so that the session does not forget them.
        self._held: dict[tuple[type, UUID], Any] = {}
        self._last: tuple[int, UUID] | None = None

    def take(self, wanted: Mapping[type, Collection[UUID]]) -> Locked:
        """Locks these rows and reads them as they are then; what is held already is not asked for again."""
        for kind in sorted(wanted, key=lambda kind: self._order.rank(_table(kind))):
            asked = sorted({reference for reference in wanted[kind] if (kind, reference) not in self._held})
            if asked:
                self.ask(_table(kind), asked)
                for reference, row in self._locking(kind, asked):
                    self._held[kind, reference] = row
        asked_for = ((kind, reference) for kind, references in wanted.items() for reference in references)
        return Locked({key: self._held[key] for key in asked_for if key in self._held})

    def ask(self, table: sa.Table, references: Collection[UUID]) -> None:
        """To be called before rows are locked by a statement of one's own. Warns `LockedOutOfOrder`."""
        first, last = (self._order.rank(table), min(references)), (self._order.rank(table), max(references))
        if self._last is not None and first < self._last:
            order = ", then ".join(known.name for known in self._order)
            said = f"{table.name} is locked out of order: ask for all the rows at once, or for {order}"
            warnings.warn(said, LockedOutOfOrder, stacklevel=3)
        self._last = max(self._last or last, last)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """One of several commands in one transaction, as a batch has them: each keeps the order by itself.

        What two batches may do to each other all the same, the database breaks and the chassis tries again.
        """
        self._last = None
        yield

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A savepoint that is rolled back lets go of what was locked since."""
        held, last, succeeded = len(self._held), self._last, False
        try:
            yield
            succeeded = True
        finally:
            if not succeeded:
                self._last = last
                for key in list(self._held)[held:]:
                    del self._held[key]

    def _locking(self, kind: type, references: list[UUID]) -> Iterator[tuple[UUID, Any]]:
        by_one, by_several = _statements(kind)
        if len(references) == 1:
            rows = self._session.scalars(by_one, {"wanted": references[0]})
        else:
            rows = self._session.scalars(by_several, {"wanted": references})
        for row in rows:
            yield sa.inspect(row, raiseerr=True).identity[0], row


@cache
def _table(kind: type) -> sa.Table:
    table: sa.FromClause = sa.inspect(kind, raiseerr=True).local_table
    assert isinstance(table, sa.Table)
    return table


@cache
def _statements(kind: type) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """Made once a kind: making one costs more than asking it."""
    (key,) = _table(kind).primary_key
    rows: sa.Select[Any] = sa.select(kind).with_for_update().execution_options(populate_existing=True)
    several = rows.where(key.in_(sa.bindparam("wanted", expanding=True))).order_by(key)
    return rows.where(key == sa.bindparam("wanted")), several
