"""What holds of accounts on the database of each profile: told to every reader until each has every fact."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import outbox, tables
from chassis.core.accounts import letters, messages
from chassis.core.accounts.hearing import forget_others, unheard
from chassis.core.accounts.ledger import FULL, REST, Addressed, Ledger
from chassis.core.accounts.messages import Answer, Message, Telling
from chassis.core.accounts.resend import Chosen, resend_to, resend_to_all
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.instance import Instance
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE
from support.migration_behaviour import NewDatabase
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, count
from support.sample_service import BROKEN, HOUSING, PERMANENCE, RecordArrival

PERIOD = timedelta(minutes=1)
OWNER, READER = Instance("housing", "romans"), Instance("permanence", "romans")
KEY = "intern_arrived.v1.romans"
READERS = {READER.inbox: (KEY,)}


class Pair:
    """An owner and one reader, whose messages are carried by hand; what the broker loses is not carried."""

    def __init__(self, new_database: NewDatabase) -> None:
        self.clock = SetClock(A_DAY)
        self.owner = a_sample(new_database(), HOUSING, clock=self.clock)
        self.reader = a_sample(new_database(), PERMANENCE, clock=self.clock)
        self.ledger = Ledger(self.owner, READERS, PERIOD)

    def passes(self, time: timedelta) -> None:
        self.clock.set(self.clock.now() + time)

    def records(self, number: int = 1, house: str = "maison") -> list[UUID]:
        for _ in range(number):
            execute(self.owner, RecordArrival(house), uuid4())
        return [row.event_id for row in outbox.unsent(self.owner.database)]

    def sends(self, *, delivered: bool = True) -> None:
        """What the relay does with all that is unsent; the broker confirms it either way."""
        rows = outbox.unsent(self.owner.database, limit=10_000)
        self.ledger.mark_sent([row.position for row in rows])
        if delivered:
            receive(self.reader, [Delivery(row.body, CONTENT_TYPE) for row in rows])

    def tells(self) -> list[Telling]:
        self.ledger.close_when_due()
        return [addressed.telling for addressed in self.told()]

    def told(self) -> list[Addressed]:
        """What is due, in the broker's hands."""
        due = self.ledger.due()
        self.ledger.mark_told(due)
        return due

    def hears(self, telling: Telling) -> Answer:
        """What the reader writes when it is told."""
        carried(self.reader, telling)
        (letter,) = sent(self.reader)
        answer = messages.read(letter.body)
        assert isinstance(answer, Answer)
        assert letter.queue == OWNER.inbox
        return answer

    def settles(self) -> int:
        """Tells, answers, sends what is lacking, until nothing is due; returns how many facts were sent again."""
        resent = 0
        while due := self.tells():
            for telling in due:
                carried(self.owner, self.hears(telling))
            lacking = sent(self.owner)
            receive(self.reader, [from_accounts(letter.body, CONTENT_TYPE) for letter in lacking])
            resent += len(lacking)
        return resent

    @property
    def unanswered(self) -> int:
        return count(self.owner, tables.tellings)


class AccountsBehaviour:
    @pytest.fixture
    def pair(self, new_database: NewDatabase) -> Pair:
        return Pair(new_database)

    def test_a_fact_that_arrived_is_told_once_and_not_sent_again(self, pair: Pair) -> None:
        facts = pair.records(3)
        pair.sends()
        assert pair.tells() == []  # the account is open for a period

        pair.passes(PERIOD)
        (telling,) = pair.tells()
        assert (telling.owner, telling.is_new, list(telling.facts)) == (OWNER, True, facts)
        answer = pair.hears(telling)
        assert (answer.reader, answer.number, answer.lacking) == (READER, telling.number, ())

        carried(pair.owner, answer)
        assert pair.unanswered == 0
        pair.passes(PERIOD)
        assert pair.tells() == []

    def test_a_fact_that_did_not_arrive_is_sent_again_and_told_again_until_it_has(self, pair: Pair) -> None:
        (lost,) = pair.records()
        pair.sends(delivered=False)
        pair.records(2)
        pair.sends()
        pair.passes(PERIOD)
        assert pair.settles() == 1
        assert pair.unanswered == 1  # it has to say that it came
        pair.passes(PERIOD)
        assert pair.settles() == 0
        assert pair.unanswered == 0
        assert lost in inbox_of(pair.reader)

    @pytest.mark.parametrize("times", [1, 3])
    def test_what_is_lost_again_is_sent_again(self, pair: Pair, times: int) -> None:
        pair.records()
        pair.sends(delivered=False)
        for _ in range(times):
            pair.passes(PERIOD)
            for telling in pair.tells():
                carried(pair.owner, pair.hears(telling))
            assert len(sent(pair.owner)) == 1  # and not delivered
        pair.passes(PERIOD)
        assert pair.settles() == 1

    def test_a_fact_that_was_refused_is_not_asked_for(self, pair: Pair) -> None:
        pair.records(house=BROKEN)
        pair.sends()
        assert count(pair.reader, tables.quarantine) == 1
        pair.passes(PERIOD)
        assert pair.settles() == 0
        assert pair.unanswered == 0

    def test_a_telling_that_was_lost_is_told_again_ever_more_rarely(self, pair: Pair) -> None:
        pair.records()
        pair.sends()
        pair.passes(PERIOD)
        (first,) = pair.tells()
        told_after = []
        for minute in range(1, 70):
            pair.passes(PERIOD)
            if again := pair.told():
                told_after.append(minute)
                assert [one.telling for one in again] == [dataclasses.replace(first, is_new=False)]
        assert told_after == [1, 3, 7, 15, 31, 63]

    def test_of_a_reader_that_is_away_only_the_oldest_account_is_told_again(self, pair: Pair) -> None:
        numbers = [number for number, _ in three_accounts(pair)]
        pair.passes(PERIOD)
        assert [one.telling.number for one in pair.told()] == numbers[:1]

    def test_what_a_deleted_queue_held_is_told_again_as_soon_as_its_reader_answers(self, pair: Pair) -> None:
        """Three were told, none arrived; the oldest is told again after a while, and its answer is that of a reader
        whose queue holds nothing older."""
        numbers = [number for number, _ in three_accounts(pair)]
        pair.passes(PERIOD)
        (oldest,) = pair.told()
        carried(pair.owner, pair.hears(oldest.telling))
        assert [one.telling.number for one in pair.told()] == numbers[1:]

    def test_a_reader_that_owes_an_answer_for_two_periods_is_said(self, pair: Pair) -> None:
        pair.records()
        pair.sends()
        pair.passes(PERIOD)
        pair.tells()
        told_at = pair.clock.now()
        pair.passes(PERIOD)
        assert pair.ledger.unanswered() == []
        pair.passes(PERIOD)
        (one,) = pair.ledger.unanswered()
        assert (one.queue, one.accounts, one.since) == (READER.inbox, 1, told_at)

    def test_an_owner_at_rest_tells_nothing_but_now_and_then_that_it_is_there(self, pair: Pair) -> None:
        listening_since = pair.clock.now()
        sources = {OWNER.source: OWNER.inbox}
        pair.passes(REST * PERIOD - PERIOD)
        assert pair.tells() == []
        pair.passes(PERIOD)
        (telling,) = pair.tells()
        assert telling.facts == ()
        assert unheard(pair.reader, sources, PERIOD, listening_since) == []
        pair.passes(REST * PERIOD)
        assert unheard(pair.reader, sources, PERIOD, listening_since) == [OWNER.source]
        carried(pair.reader, telling)
        assert unheard(pair.reader, sources, PERIOD, listening_since) == []
        forget_others(pair.reader, sources)
        assert count(pair.reader, tables.heard) == 1
        forget_others(pair.reader, {})
        assert count(pair.reader, tables.heard) == 0

    def test_a_full_account_is_told_at_once(self, pair: Pair) -> None:
        with pair.owner.database.engine.begin() as connection:
            connection.execute(sa.insert(tables.outbox), [a_row() for _ in range(FULL)])
        pair.sends(delivered=False)
        (telling,) = pair.tells()
        assert len(telling.facts) == FULL
        body = messages.write(telling)
        assert len(body) < 65_536
        assert messages.read(body) == telling

    def test_what_a_leader_that_died_left_open_is_told_by_the_next(self, pair: Pair) -> None:
        facts = pair.records(2)
        pair.sends()
        pair.ledger = Ledger(pair.owner, READERS, PERIOD)
        (telling,) = pair.tells()
        assert list(telling.facts) == facts
        carried(pair.owner, pair.hears(telling))
        pair.records()
        pair.sends()
        pair.passes(PERIOD)
        (following,) = pair.tells()
        assert following.number > telling.number

    def test_an_owner_older_than_what_its_reader_heard_is_noticed_once_by_both(
        self, pair: Pair, new_database: NewDatabase
    ) -> None:
        three_accounts(pair, heard=True)
        backup = Pair(new_database)
        backup.reader = pair.reader
        backup.records()
        backup.sends()
        backup.passes(PERIOD)
        (telling,) = backup.tells()
        answer = backup.hears(telling)
        assert (answer.went_back, answer.heard) == (True, 3)
        carried(backup.owner, answer)
        backup.records()
        backup.sends()
        backup.passes(PERIOD)
        (following,) = backup.tells()
        assert following.number == 4
        assert not backup.hears(following).went_back

    def test_an_answer_of_before_the_backup_does_not_hide_it(self, pair: Pair, new_database: NewDatabase) -> None:
        """It lay in the owner's queue: what it tells was heard is not ours, and the reader must still see that."""
        told = three_accounts(pair, heard=True)
        backup = Pair(new_database)
        backup.reader = pair.reader
        carried(backup.owner, pair.hears(told[-1][1]))
        backup.records()
        backup.sends()
        backup.passes(PERIOD)
        (telling,) = backup.tells()
        assert telling.number == 1
        assert backup.hears(telling).went_back

    def test_tellings_sent_again_by_a_relay_that_died_before_it_noted_them_are_of_no_backup(self, pair: Pair) -> None:
        (_, first), (_, second), (_, third) = three_accounts(pair)
        told = [pair.hears(telling) for telling in (first, second, first, second, third)]
        assert not any(answer.went_back for answer in told)

    def test_facts_sent_again_meanwhile_make_no_backup(self, pair: Pair) -> None:
        (_, telling), *_ = three_accounts(pair, heard=False)
        pair.hears(telling)
        resend_to_all(pair.owner, Chosen())
        pair.passes(PERIOD)
        (again,) = [one.telling for one in pair.told() if one.telling.number == telling.number]
        assert again.facts == ()
        assert not pair.hears(again).went_back

    def test_an_answer_of_a_reader_to_whom_nothing_was_told_gets_nothing(self, pair: Pair) -> None:
        pair.records()
        pair.sends()
        pair.passes(PERIOD)
        (telling,) = pair.tells()
        stranger = Answer(
            Instance("reporting", "laval"), telling.number, telling.facts, telling.number, went_back=False
        )
        carried(pair.owner, stranger)
        assert sent(pair.owner) == []

    def test_facts_are_sent_again_to_all_or_to_one(self, pair: Pair) -> None:
        pair.records(3)
        pair.sends()
        assert resend_to(pair.owner, READER.inbox, ("another.v1.romans",), Chosen()) == 0
        assert [resend_to(pair.owner, READER.inbox, (KEY,), Chosen()) for _ in range(2)] == [3, 0]
        assert len(sent(pair.owner)) == 3
        assert resend_to_all(pair.owner, Chosen(types=("housing.house_opened.v1",))) == 0
        assert resend_to_all(pair.owner, Chosen(since=A_DAY + PERIOD)) == 0
        assert resend_to_all(pair.owner, Chosen(since=A_DAY)) == 3
        assert outbox.count_unsent(pair.owner.database) == 3

    @pytest.mark.parametrize(
        ("delivery", "code"),
        [
            (lambda body: Delivery(body, messages.CONTENT_TYPE, exchange="housing.events"), "SENDER_INCONSISTENCY"),
            (lambda body: from_accounts(body, user_id="reporting.laval"), "SENDER_INCONSISTENCY"),
            (lambda body: from_accounts(body, user_id=None), "SENDER_INCONSISTENCY"),
            (lambda body: from_accounts(body[:-2]), "INVALID_MESSAGE"),
            (lambda _: from_accounts(b'{"owner": "housing.romans", "account": -1, "facts": ""}'), "INVALID_MESSAGE"),
            (
                lambda _: from_accounts(b'{"owner": "../housing", "account": 1, "new": true, "facts": ""}'),
                "INVALID_MESSAGE",
            ),
            (lambda _: from_accounts(b"[" * 60_000), "INVALID_MESSAGE"),
        ],
        ids=["by another exchange", "of another instance", "of nobody", "cut", "no number", "no instance", "deep"],
    )
    def test_accounts_come_only_as_we_write_them_from_whom_they_name(
        self, pair: Pair, delivery: Callable[[bytes], Delivery], code: str
    ) -> None:
        body = messages.write(Telling(OWNER, 1, is_new=True, facts=(uuid4(),)))
        receipt = receive(pair.reader, [delivery(body)])
        assert receipt.quarantined == {code: 1}
        assert sent(pair.reader) == []


def three_accounts(pair: Pair, *, heard: bool = False) -> list[tuple[int, Telling]]:
    """Told, and neither heard nor answered unless said."""
    told = []
    for _ in range(3):
        pair.records()
        pair.sends()
        pair.passes(timedelta(seconds=60))
        pair.ledger.close_when_due()
        due: list[Addressed] = [one for one in pair.told() if one.telling.is_new]
        told += [(one.telling.number, one.telling) for one in due]
        if heard:
            for one in due:
                carried(pair.owner, pair.hears(one.telling))
    return told


def carried(runtime: Runtime, message: Message) -> None:
    receipt = receive(runtime, [from_accounts(messages.write(message))])
    assert not receipt.quarantined


def from_accounts(
    body: bytes, content_type: str = messages.CONTENT_TYPE, *, user_id: str | None = "housing.romans"
) -> Delivery:
    """As the broker delivers it: from an account of its own, or from the one that everybody shares."""
    shares = user_id == "housing.romans"
    return Delivery(body, content_type, exchange=messages.EXCHANGE, user_id=user_id, shares_account=shares)


def sent(runtime: Runtime) -> list[letters.Letter]:
    """The letters that wait, taken by the relay."""
    found = letters.pending(runtime.database)
    letters.remove(runtime.database, [letter.position for letter in found])
    return found


def inbox_of(runtime: Runtime) -> set[UUID]:
    with runtime.database.engine.connect() as connection:
        return set(connection.scalars(sa.select(tables.inbox.c.event_id)))


def a_row() -> dict[str, object]:
    return {
        "event_id": uuid4(),
        "type": "housing.intern_arrived.v1",
        "subject": uuid4(),
        "sequence": 1,
        "routing_key": KEY,
        "body": b"{}",
        "recorded_at": A_DAY,
    }
