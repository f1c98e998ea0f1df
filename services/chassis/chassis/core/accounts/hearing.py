"""A reader hears an account: it says which of its facts it has no trace of, and notices an owner that lost some."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from chassis.core import quarantine, tables
from chassis.core.accounts import letters
from chassis.core.accounts.ledger import PATIENCE, REST
from chassis.core.accounts.messages import Answer, Telling, write
from chassis.core.bulk import insert_into, is_among
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork

# So many accounts of each owner are remembered: one that is told anew later than that is of a backup too.
REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class Heard:
    """How many facts of the account are lacking here, and whether its owner tells less than it told before."""

    lacking: int
    went_back: bool


def hear(work: UnitOfWork, reader: Runtime, telling: Telling) -> Heard:
    """Writes the answer in the running transaction.

    A fact that was applied, waits, or was refused (whatever became of the refusal) is not lacking: what was refused
    once would be refused again.
    """
    connection, source = work.session.connection(), telling.owner.source
    lacking = _without_trace(connection, source, telling.facts)
    columns = tables.heard.c
    highest = connection.scalar(sa.select(sa.func.max(columns.number)).where(columns.source == source)) or 0
    went_back = telling.is_new and telling.number <= highest and not _was_heard(connection, telling)
    if went_back:  # another timeline begins: its numbers are these
        connection.execute(sa.delete(tables.heard).where(columns.source == source, columns.number >= telling.number))
    _note(connection, telling, work.now)
    answer = Answer(reader.instance, telling.number, lacking, max(telling.number, highest), went_back)
    letters.write_answer(connection, telling.owner.inbox, write(answer), work.now)
    return Heard(len(lacking), went_back)


def unheard(reader: Runtime, sources: Mapping[str, str], period: timedelta, since: datetime) -> list[str]:
    """The owners that have told nothing for two periods of rest, though we have listened `since` then or longer."""
    silent = reader.clock.now() - PATIENCE * REST * period
    columns = tables.heard.c
    with reader.database.reading.connect() as connection:
        query = sa.select(columns.source).where(columns.heard_at > silent)
        known = set(connection.scalars(query))
    return [source for source in sources if source not in known and since <= silent]


def forget_others(reader: Runtime, sources: Collection[str]) -> None:
    """Owners that no antenna file names any more: nobody waits to hear from them."""
    with reader.database.engine.begin() as connection:
        connection.execute(sa.delete(tables.heard).where(tables.heard.c.source.not_in(list(sources))))


def _without_trace(connection: sa.Connection, source: str, facts: tuple[UUID, ...]) -> tuple[UUID, ...]:
    columns = tables.inbox.c
    applied = sa.select(columns.event_id).where(
        columns.source == source, is_among(connection, columns.event_id, list(facts))
    )
    found = set(connection.scalars(applied))
    found |= quarantine.known(connection, source, [fact for fact in facts if fact not in found])
    return tuple(fact for fact in facts if fact not in found)


def _was_heard(connection: sa.Connection, telling: Telling) -> bool:
    """Whether the same account was told before. Numbers only grow: another one under its number is of a backup."""
    columns = tables.heard.c
    same = sa.select(columns.number).where(
        columns.source == telling.owner.source, columns.number == telling.number, columns.digest == telling.digest
    )
    return connection.scalar(same) is not None


def _note(connection: sa.Connection, telling: Telling, now: datetime) -> None:
    source, columns = telling.owner.source, tables.heard.c
    values = {"digest": telling.digest, "heard_at": now}
    statement = insert_into(connection, tables.heard).values(source=source, number=telling.number, **values)
    # The digest stays that of the first telling: facts that were sent again since are in a later account.
    again = {"heard_at": now}
    connection.execute(statement.on_conflict_do_update(index_elements=["source", "number"], set_=again))
    connection.execute(
        sa.delete(tables.heard).where(columns.source == source, columns.number <= telling.number - REMEMBERED)
    )
