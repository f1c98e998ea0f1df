"""Facts sent again because a person asks: to every reader through the exchange, or to one through its own queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.accounts import letters
from chassis.core.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which facts of an outbox: of these types, recorded since then; all where nothing is said."""

    types: Sequence[str] = ()
    since: datetime | None = None

    @property
    def condition(self) -> sa.ColumnElement[bool]:
        columns = tables.outbox.c
        return sa.and_(
            columns.type.in_(self.types) if self.types else sa.true(),
            columns.recorded_at >= self.since if self.since else sa.true(),
        )


def resend_to_all(runtime: Runtime, chosen: Chosen) -> int:
    """Marks facts as not sent: the relay sends them as it did the first time, outsiders get them too."""
    columns = tables.outbox.c
    with runtime.database.engine.begin() as connection:
        again = sa.update(tables.outbox).where(chosen.condition, columns.sent_at.is_not(None))
        return connection.execute(again.values(sent_at=None, account=None)).rowcount


def resend_to(runtime: Runtime, queue: str, keys: Sequence[str], chosen: Chosen) -> int:
    """Leaves for one reader those of the facts that it reads, whose routing keys these are; says how many."""
    wanted = sa.and_(chosen.condition, tables.outbox.c.routing_key.in_(keys))
    with runtime.database.engine.begin() as connection:
        return letters.write_resends(connection, queue, wanted, runtime.clock.now())
