"""The waiting list: who waits since when, what is offered to them, in which order they are called."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.appointment import rules
from permanence.domain.appointment.priority import DEFAULT_ORDER, Criterion, PriorityRule, rule_on
from permanence.domain.appointment.waiting_list import (
    Offer,
    Waiting,
    WaitingEntry,
    WaitingExit,
    WaitingJoined,
    WaitingLeft,
    WaitingState,
    ordered,
)
from permanence.parameters import Parameters

ENTRY, PATIENT, SESSION = UUID(int=1), UUID(int=2), UUID(int=3)
TODAY = date(2023, 11, 6)
DAY = timedelta(days=1)
MOST_OFFERS = Parameters().most_offers


def join(**changes: Any) -> tuple[WaitingEntry, WaitingJoined]:
    asked = {"patient_id": PATIENT, "practitioner_id": None, "notice_days": 0, "urgent": False, "today": TODAY}
    return WaitingEntry.join(ENTRY, **{**asked, **changes})


def offer(entry: WaitingEntry, day: date = TODAY, most_offers: int = MOST_OFFERS) -> None:
    entry.offer(SESSION, 4, day, today=TODAY, most_offers=most_offers)


def waiting(number: int, *criteria: Criterion, days: int = 0) -> Waiting:
    return Waiting(UUID(int=number), PATIENT, None, 0, TODAY - days * DAY, 0, frozenset(criteria))


def ranks(rule: PriorityRule, *entries: Waiting) -> list[int]:
    return [place.entry.entry_id.int for place in ordered(entries, rule)]


def test_somebody_waits_from_the_day_of_joining() -> None:
    entry, joined = join(urgent=True)
    assert joined == WaitingJoined(ENTRY, TODAY)
    assert (entry.since_on, entry.urgent) == (TODAY, True)


def test_who_lost_an_appointment_has_waited_since_it_was_booked() -> None:
    entry, joined = join(since_on=TODAY - 30 * DAY)
    assert (entry.since_on, joined.joined_on) == (TODAY - 30 * DAY, TODAY)


@pytest.mark.parametrize("days", [-1, 91])
def test_a_notice_is_of_ninety_days_at_most(days: int) -> None:
    with pytest.raises(rules.NoticeInvalid):
        join(notice_days=days)


def test_three_slots_are_offered_and_not_a_fourth() -> None:
    entry, _ = join()
    for _ in range(MOST_OFFERS):
        offer(entry)
    with pytest.raises(rules.NoOfferLeft):
        offer(entry)
    offer(entry, most_offers=4)


def test_no_slot_is_offered_within_the_notice_that_was_asked() -> None:
    entry, _ = join(notice_days=2)
    with pytest.raises(rules.NoticeTooShort):
        offer(entry, TODAY + DAY)
    offer(entry, TODAY + 2 * DAY)


def test_the_last_offer_is_answered_once() -> None:
    entry, _ = join()
    offer(entry)
    offer(entry)
    last = entry.answer(accepts=False)
    assert last == Offer(SESSION, 4, TODAY)
    assert [one.accepted for one in entry.offers] == [None, False]
    with pytest.raises(rules.NothingOffered):
        entry.answer(accepts=True)


def test_nothing_is_answered_when_nothing_was_offered() -> None:
    with pytest.raises(rules.NothingOffered):
        join()[0].answer(accepts=True)


@pytest.mark.parametrize(
    ("why", "state"),
    [
        (WaitingExit.OWN_REQUEST, WaitingState.WITHDRAWN),
        (WaitingExit.SEEN_ELSEWHERE, WaitingState.WITHDRAWN),
        (WaitingExit.UNREACHABLE, WaitingState.EXPIRED),
    ],
)
def test_who_leaves_the_list_has_left_it_for_good(why: WaitingExit, state: WaitingState) -> None:
    entry, _ = join()
    assert entry.leave(why.state, today=TODAY) == WaitingLeft(ENTRY, TODAY)
    assert entry.state is state
    for refused in (
        lambda: offer(entry),
        lambda: entry.answer(accepts=True),
        lambda: entry.leave(state, today=TODAY),
        entry.make_urgent,
    ):
        with pytest.raises(rules.WaitingOver):
            refused()


def test_medical_urgency_comes_first_whatever_the_rule_of_the_antenna() -> None:
    rule = PriorityRule(TODAY, (Criterion.ALD, Criterion.WAITING_TIME))
    entries = [waiting(1, days=99), waiting(2, Criterion.ALD), waiting(3, Criterion.URGENT)]
    assert ranks(rule, *entries) == [3, 2, 1]


def test_by_default_ald_comes_before_age_age_before_precariousness_and_then_time() -> None:
    entries = [
        waiting(1, days=9),
        waiting(2, Criterion.PRECARIOUS),
        waiting(3, Criterion.OVER_70),
        waiting(4, Criterion.ALD),
        waiting(5, Criterion.ALD, Criterion.OVER_70),
        waiting(6, days=10),
    ]
    assert ranks(PriorityRule(TODAY), *entries) == [5, 4, 3, 2, 6, 1]


def test_a_criterion_that_the_rule_does_not_name_brings_nobody_forward() -> None:
    rule = PriorityRule(TODAY, (Criterion.WAITING_TIME,))
    assert ranks(rule, waiting(1, Criterion.ALD), waiting(2, days=1)) == [2, 1]


def test_waiting_time_may_come_before_a_condition() -> None:
    rule = PriorityRule(TODAY, (Criterion.WAITING_TIME, Criterion.ALD))
    assert ranks(rule, waiting(1, Criterion.ALD), waiting(2, days=1), waiting(3)) == [2, 1, 3]


def test_each_place_is_explained_without_naming_anybody() -> None:
    first, second = ordered([waiting(1), waiting(2, Criterion.ALD, Criterion.OVER_70, days=5)], PriorityRule(TODAY))
    assert (first.rank, first.explanation) == (1, "En ALD, plus de 70 ans ; attend depuis le 01/11/2023.")
    assert (second.rank, second.explanation) == (2, "Sans priorité ; attend depuis le 06/11/2023.")


def test_the_rule_of_a_day_is_the_last_one_begun() -> None:
    first = PriorityRule(TODAY, (Criterion.ALD,))
    second = PriorityRule(TODAY + 10 * DAY, (Criterion.PRECARIOUS,))
    rules_ = [second, first]
    assert rule_on(rules_, TODAY + 9 * DAY) is first
    assert rule_on(rules_, TODAY + 10 * DAY) is second


def test_before_the_first_rule_the_order_is_that_of_the_house() -> None:
    assert rule_on([PriorityRule(TODAY, (Criterion.ALD,))], TODAY - DAY).order == DEFAULT_ORDER
    assert rule_on([], TODAY).order == DEFAULT_ORDER


def test_a_criterion_is_named_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        PriorityRule(TODAY, (Criterion.ALD, Criterion.ALD))
