"""An owner's accounts: what it sent from one instant to another, told to every reader until the reader has it all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from chassis.core import outbox, tables
from chassis.core.accounts import letters
from chassis.core.accounts.messages import Answer, Telling
from chassis.core.bulk import insert_into
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork

# As many identifiers as one message takes, less a batch of the relay.
FULL = 2_000
# At rest an account is closed, empty, after so many periods: the reader hears that nothing was sent.
REST = 60
# So many periods without an answer, or without hearing from an owner at rest, are an alert.
PATIENCE = 2
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Addressed:
    """A telling and the queue that it is for."""

    queue: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A reader that owes answers: for how many accounts, told for the first time when."""

    queue: str
    accounts: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer told: how many facts are sent again, and whether we are a backup older than what readers heard."""

    resent: int = 0
    was_restored: bool = False


@dataclass(frozen=True, slots=True)
class _Owed:
    """A telling that is due, and how often it was told."""

    queue: str
    number: int
    tries: int


class Ledger:
    """Kept by the relay that leads. `readers` maps a queue to the routing keys of the facts it is sent; `period` is the
    time for which an account stays open while facts flow.

    An account belongs to the leader that opened it: what another one left open is closed by the next.
    """

    def __init__(self, runtime: Runtime, readers: Mapping[str, Sequence[str]], period: timedelta) -> None:
        self._runtime = runtime
        self._readers = readers
        self.period = period
        self._number: int | None = None
        self._facts = 0
        self._opened_at = runtime.clock.now()
        self._closed_at = self._close_what_was_left()

    def mark_sent(self, positions: Sequence[int]) -> None:
        """Marks rows as sent, in the open account, opened for them if there is none."""
        now = self._runtime.clock.now()
        with self._runtime.database.engine.begin() as connection:
            if self._number is None:
                self._number = _open(connection, now)
                self._opened_at, self._facts = now, 0
            outbox.mark(connection, positions, now, self._number)
        self._facts += len(positions)

    def close_when_due(self) -> None:
        """Closes the account that is full or a period old; at rest, an empty one now and then."""
        now = self._runtime.clock.now()
        if self._number is None and now - self._closed_at < self.period * REST:
            return
        if self._number is not None and self._facts < FULL and now - self._opened_at < self.period:
            return
        with self._runtime.database.engine.begin() as connection:
            number = _open(connection, now) if self._number is None else self._number
            self._close(connection, number, now)
        self._number, self._closed_at = None, now

    def due(self) -> list[Addressed]:
        """The tellings to send now; `mark_told` then notes those that were sent.

        Those never told, or to be told again since the reader answered; and of each reader that owes answers the oldest
        one, ever more rarely: what waits in its queue need not be there twice.
        """
        now = self._runtime.clock.now()
        with self._runtime.database.reading.connect() as connection:
            owed = [*self._untold(connection), *self._oldest_overdue(connection, now)]
            return [self._addressed(connection, one) for one in owed]

    def mark_told(self, sent: Sequence[Addressed]) -> None:
        now, columns = self._runtime.clock.now(), tables.tellings.c
        with self._runtime.database.engine.begin() as connection:
            for one in sent:
                connection.execute(
                    sa.update(tables.tellings)
                    .where(columns.queue == one.queue, columns.number == one.telling.number)
                    .values(
                        told_at=now,
                        tries=columns.tries + 1,
                        first_told_at=sa.func.coalesce(columns.first_told_at, now),
                    )
                )

    def unanswered(self) -> list[Unanswered]:
        """The readers that have owed an answer for two periods."""
        columns = tables.tellings.c
        since = sa.func.min(columns.first_told_at, type_=columns.first_told_at.type)
        query = sa.select(columns.queue, sa.func.count(), since).group_by(columns.queue)
        late = self._runtime.clock.now() - PATIENCE * self.period
        with self._runtime.database.reading.connect() as connection:
            owing = [Unanswered(*row) for row in connection.execute(query) if row[2] is not None]
        return [one for one in owing if one.since <= late]

    def _untold(self, connection: sa.Connection) -> list[_Owed]:
        columns = tables.tellings.c
        query = sa.select(columns.queue, columns.number, columns.tries).where(columns.told_at.is_(None))
        rows = connection.execute(query.order_by(columns.number, columns.queue).limit(_AT_ONCE))
        return [_Owed(*row) for row in rows]

    def _oldest_overdue(self, connection: sa.Connection, now: datetime) -> list[_Owed]:
        columns = tables.tellings.c
        told = sa.select(columns.queue, sa.func.min(columns.number)).where(columns.told_at.is_not(None))
        oldest = connection.execute(
            sa.select(columns.queue, columns.number, columns.tries, columns.told_at).where(
                sa.tuple_(columns.queue, columns.number).in_(told.group_by(columns.queue))
            )
        )
        return [_Owed(*owed) for *owed, told_at in oldest if told_at + self._pause_after(owed[2]) <= now]

    def _pause_after(self, tries: int) -> timedelta:
        doubled = 1 << min(tries - 1, REST.bit_length())
        return self.period * min(doubled, REST)

    def _addressed(self, connection: sa.Connection, owed: _Owed) -> Addressed:
        fact, keys = tables.outbox.c, self._readers.get(owed.queue, ())
        facts = connection.scalars(
            sa.select(fact.event_id)
            .where(fact.account == owed.number, fact.routing_key.in_(keys))
            .order_by(fact.position)
        ).all()
        return Addressed(owed.queue, Telling(self._runtime.instance, owed.number, owed.tries == 0, tuple(facts)))

    def _close_what_was_left(self) -> datetime:
        """Returns the instant at which the last account was closed; when there was none, now."""
        now, columns = self._runtime.clock.now(), tables.accounts.c
        with self._runtime.database.engine.begin() as connection:
            for number in connection.scalars(sa.select(columns.number).where(columns.closed_at.is_(None))).all():
                self._close(connection, number, now)
            # Readers that no antenna file names any more owe nothing.
            connection.execute(sa.delete(tables.tellings).where(tables.tellings.c.queue.not_in(list(self._readers))))
            last = connection.scalar(sa.select(sa.func.max(columns.closed_at, type_=columns.closed_at.type)))
        return last or now

    def _close(self, connection: sa.Connection, number: int, now: datetime) -> None:
        columns, telling = tables.accounts.c, tables.tellings.c
        connection.execute(sa.update(tables.accounts).where(columns.number == number).values(closed_at=now))
        if self._readers:
            connection.execute(
                sa.insert(tables.tellings), [{"queue": queue, "number": number, "tries": 0} for queue in self._readers]
            )
        unanswered = sa.select(telling.number).where(telling.number == columns.number)
        connection.execute(sa.delete(tables.accounts).where(columns.number < number, ~unanswered.exists()))


def take_answer(work: UnitOfWork, answer: Answer) -> Settled:
    """Settles a telling, or has what the reader lacks sent again: then it will be asked once more."""
    connection, columns, queue = work.session.connection(), tables.tellings.c, answer.reader.inbox
    this = sa.and_(columns.queue == queue, columns.number == answer.number)
    told_at = connection.scalar(sa.select(columns.told_at).where(this))
    is_older = answer.heard > (connection.scalar(sa.select(sa.func.max(tables.accounts.c.number))) or 0)
    if is_older and answer.went_back:
        # The reader has noticed it too: from here on, numbers that it has not heard.
        _insert(connection, answer.heard, opened_at=work.now, closed_at=work.now)
    was_restored = is_older or answer.went_back
    if told_at is None:  # answered before, or never told
        return Settled(was_restored=was_restored)
    if answer.lacking:
        fact = tables.outbox.c
        chosen = sa.and_(fact.account == answer.number, fact.event_id.in_(answer.lacking))
        connection.execute(
            sa.update(tables.tellings).where(this).values(told_at=work.now, first_told_at=work.now, tries=1)
        )
        return Settled(letters.write_resends(connection, queue, chosen, work.now), was_restored)
    connection.execute(sa.delete(tables.tellings).where(this))
    # A queue keeps its order: what was told before this and is still unanswered was not in it any more.
    earlier = sa.and_(columns.queue == queue, columns.told_at < told_at)
    connection.execute(sa.update(tables.tellings).where(earlier).values(told_at=None))
    return Settled(was_restored=was_restored)


def _open(connection: sa.Connection, now: datetime) -> int:
    """The next number; those that were used before never come again."""
    columns = tables.accounts.c
    while True:
        number: int = (connection.scalar(sa.select(sa.func.max(columns.number))) or 0) + 1
        if _insert(connection, number, opened_at=now):
            return number


def _insert(connection: sa.Connection, number: int, **instants: datetime) -> bool:
    """False when somebody else was faster: a relay opens accounts, an inbox learns of numbers that were used."""
    statement = insert_into(connection, tables.accounts).values(number=number, **instants).on_conflict_do_nothing()
    return connection.scalar(statement.returning(tables.accounts.c.number)) is not None
