"""A plan gives rooms strictly by priority and says why somebody has none; the agent edits it and accepts it."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.domain.house.priority import PriorityRule
from housing.domain.house.room import Room, VoidReason
from housing.domain.house.rules import RoomUnknown
from housing.domain.occupant.kind import OccupantKind, labels
from housing.domain.plan.plan import (
    PlanClash,
    PlanLineAccepted,
    PlanLineUnknown,
    PlanLineUnplaced,
    PlanNothingToAccept,
    SemesterPlan,
)
from housing.domain.plan.proposal import Proposal, Taken, propose
from housing.domain.rules import RuleBroken
from housing.domain.stay.facts import RefusalReason
from housing.domain.stay.period import Period
from housing.domain.stay.state import Wishes
from housing.domain.stay.waiting_list import Request, by_priority
from housing.occupant_kinds import occupant_kinds
from support.houses import CODE, DAY, OPENED_ON, REQUESTED_ON, SEMESTER, request, room

RULE = PriorityRule(OPENED_ON)
LABELS = labels(occupant_kinds())
PLAN = UUID(int=9)
FIRST, END = SEMESTER.first, SEMESTER.end
SASPAS, GP, EXTERN = OccupantKind.SASPAS_INTERN, OccupantKind.GP_INTERN, OccupantKind.EXTERN


def proposed(requests: Sequence[Request], rooms: Sequence[Room], taken: Sequence[Taken] = ()) -> dict[int, Proposal]:
    """The proposals by number of their request."""
    proposals = propose(requests, rooms, taken, {CODE: RULE, "vesoul": RULE}, LABELS)
    assert len(proposals) == len(requests)
    return {proposal.request.stay_id.int: proposal for proposal in proposals}


def rooms_given(proposals: dict[int, Proposal]) -> dict[int, int | None]:
    return {number: each.room_id.int if each.room_id else None for number, each in sorted(proposals.items())}


def test_the_last_room_goes_to_the_kind_that_comes_first_though_it_asked_last() -> None:
    proposals = proposed([request(1, EXTERN), request(2, GP), request(3, SASPAS)], [room(1), room(2)])
    assert proposals[1].room_id is None
    assert {proposals[2].room_id, proposals[3].room_id} == {UUID(int=1), UUID(int=2)}


def test_somebody_without_a_room_is_told_who_comes_before_and_when() -> None:
    short = Period(FIRST + 10 * DAY, FIRST + 20 * DAY)
    taken = [Taken(UUID(int=2), Period(FIRST - 5 * DAY, FIRST + 12 * DAY), "séjour confirmé")]
    three = room(3)
    three.void(UUID(int=30), FIRST, END, VoidReason.WORKS, today=REQUESTED_ON)
    proposals = proposed([request(1, EXTERN, period=short), request(2, SASPAS)], [room(1), room(2), three], taken)
    assert proposals[1].reason is RefusalReason.NO_ROOM_FREE
    assert proposals[1].explanation == (
        "Aucune chambre libre du 12/05/2019 au 22/05/2019. "
        "Chambre 1 : interne en SASPAS, qui passe avant (du 02/05/2019 au 02/11/2019) ; "
        "Chambre 2 : séjour confirmé (du 27/04/2019 au 14/05/2019) ; "
        "Chambre 3 : retirée, travaux (du 02/05/2019 au 02/11/2019)."
    )


def test_one_leaves_and_another_comes_on_the_same_day() -> None:
    after = Period(END, END + 30 * DAY)
    taken = [Taken(UUID(int=1), Period(FIRST - 30 * DAY, FIRST), "séjour confirmé")]
    assert rooms_given(proposed([request(1), request(2, period=after)], [room(1)], taken)) == {1: 1, 2: 1}


def test_a_confirmed_stay_is_never_evicted() -> None:
    taken = [Taken(UUID(int=1), SEMESTER, "séjour confirmé")]
    assert proposed([request(1, SASPAS)], [room(1)], taken)[1].room_id is None


def test_an_accessible_room_is_given_to_who_needs_it_and_kept_for_them() -> None:
    rooms = [room(1, accessible=True), room(2)]
    proposals = proposed([request(1), request(2, wishes=Wishes(needs_accessible=True))], rooms)
    assert rooms_given(proposals) == {1: 2, 2: 1}


def test_whoever_needs_an_accessible_room_is_given_no_other() -> None:
    asked = request(1, wishes=Wishes(needs_accessible=True))
    proposals = proposed([asked], [room(1)])
    assert (proposals[1].reason, proposals[1].room_id) == (RefusalReason.WISH_UNMET, None)
    taken = [Taken(UUID(int=2), SEMESTER, "séjour en cours")]
    proposals = proposed([asked], [room(1), room(2, accessible=True)], taken)
    assert proposals[1].reason is RefusalReason.NO_ROOM_FREE
    assert proposals[1].explanation.startswith("Aucune chambre accessible libre")


def test_a_parking_space_is_given_to_who_wishes_it_but_nobody_stays_out_for_lack_of_one() -> None:
    wish = Wishes(wants_parking=True)
    asked = [request(1), request(2, wishes=wish), request(3, wishes=wish)]
    proposals = proposed(asked, [room(1, parking=True), room(2), room(3)])
    assert proposals[2].room_id == UUID(int=1)
    assert proposals[3].room_id is not None
    assert proposals[3].explanation.endswith("sans le stationnement souhaité.")


def test_a_short_stay_takes_the_gap_that_it_fits_best() -> None:
    taken = [
        Taken(UUID(int=2), Period(FIRST - 30 * DAY, FIRST), "séjour"),
        Taken(UUID(int=2), Period(END, END + DAY), ""),
    ]
    assert rooms_given(proposed([request(1)], [room(1), room(2)], taken)) == {1: 2}


def test_of_rooms_alike_the_nearest_to_the_placements_is_given_then_the_first_by_code() -> None:
    rooms = [room(1), room(2, minutes_to_placements=20), room(3, minutes_to_placements=10)]
    assert rooms_given(proposed([request(1)], rooms)) == {1: 3}
    assert rooms_given(proposed([request(1)], [room(2), room(1)])) == {1: 1}


@pytest.mark.parametrize(
    ("latest", "text"),
    [
        (END - DAY, "Départ demandé le 02/11/2019, permis le 01/11/2019 au plus tard."),
        (FIRST, "La durée permise est épuisée par les séjours proches de la même personne."),
    ],
)
def test_a_stay_over_the_limit_is_given_no_room(latest: date, text: str) -> None:
    proposals = proposed([request(1, latest_departure_on=latest)], [room(1)])
    assert (proposals[1].reason, proposals[1].explanation) == (RefusalReason.STAY_TOO_LONG, text)


def test_a_stay_at_the_limit_is_given_a_room() -> None:
    assert proposed([request(1, latest_departure_on=END)], [room(1)])[1].room_id is not None


def test_no_room_is_given_before_it_opens_or_in_another_house() -> None:
    late = room(1, opened_on=FIRST + DAY)
    assert proposed([request(1)], [late])[1].reason is RefusalReason.HOUSE_CLOSED
    assert proposed([request(1, house="vesoul")], [room(1)])[1].reason is RefusalReason.HOUSE_CLOSED


def test_a_person_who_asks_two_houses_is_given_one_room() -> None:
    vesoul = room(2)
    vesoul.house = "vesoul"
    person = UUID(int=7)
    asked = [request(1, occupant_id=person), request(2, house="vesoul", occupant_id=person), request(3, house="vesoul")]
    proposals = proposed(asked, [room(1), vesoul])
    assert rooms_given(proposals) == {1: 1, 2: None, 3: 2}
    assert proposals[2].reason is RefusalReason.ALREADY_LODGED


NIGHTS = st.builds(
    lambda first, nights: Period(FIRST + timedelta(days=first), FIRST + timedelta(days=first + nights)),
    st.integers(0, 40),
    st.integers(1, 30),
)


@st.composite
def seasons(draw: st.DrawFn) -> tuple[list[Request], list[Room], list[Taken]]:
    rooms = [
        room(number, accessible=draw(st.booleans()), parking=draw(st.booleans()))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    requests = [
        request(
            number,
            draw(st.sampled_from(OccupantKind)),
            period=draw(NIGHTS),
            wishes=Wishes(draw(st.booleans()), draw(st.booleans())),
        )
        for number in range(1, draw(st.integers(1, 7)) + 1)
    ]
    taken = [Taken(each.room_id, draw(NIGHTS), "séjour confirmé") for each in rooms if draw(st.booleans())]
    return requests, rooms, taken


@given(seasons(), st.randoms(use_true_random=False))
def test_a_plan_keeps_priority_lets_nobody_overlap_and_is_always_the_same(
    season: tuple[list[Request], list[Room], list[Taken]], shuffling: Random
) -> None:
    requests, rooms, taken = season
    proposals = list(proposed(requests, rooms, taken).values())
    placed = [(each.request, each.room_id) for each in proposals if each.room_id is not None]

    for number, (one, one_room) in enumerate(placed):
        others = [(other.period, other_room) for other, other_room in placed[number + 1 :]]
        for nights, other_room in [*others, *((each.period, each.room_id) for each in taken)]:
            assert one_room != other_room or not one.period.overlaps(nights)
        assert not one.wishes.needs_accessible or any(each.room_id == one_room and each.accessible for each in rooms)

    for unplaced in (each.request for each in proposals if each.room_id is None):
        before = [(one, room_id) for one, room_id in placed if by_priority(one, RULE) < by_priority(unplaced, RULE)]
        for each in rooms:
            # Were everybody who comes later sent away, no room that would do is free.
            busy = [one.period for one, room_id in before if room_id == each.room_id]
            busy += [other.period for other in taken if other.room_id == each.room_id]
            fits = each.accessible or not unplaced.wishes.needs_accessible
            assert not fits or any(unplaced.period.overlaps(other) for other in busy)

    for shuffled in (requests, rooms, taken):
        shuffling.shuffle(shuffled)
    assert list(proposed(requests, rooms, taken).values()) == proposals


@pytest.fixture
def plan() -> SemesterPlan:
    requests = [request(1, SASPAS), request(2, GP), request(3, EXTERN)]
    proposals = propose(requests, [room(1), room(2)], [], {CODE: RULE}, LABELS)
    return SemesterPlan.propose(PLAN, semester="2019-05", houses=[CODE], proposals=proposals)


def test_a_plan_knows_how_many_have_a_room() -> None:
    proposals = propose([request(1), request(2)], [room(1)], [], {CODE: RULE}, LABELS)
    plan = SemesterPlan.propose(PLAN, semester="2019-05", houses=[CODE], proposals=proposals)
    assert (plan.semester, plan.houses, plan.placed, len(plan.lines)) == ("2019-05", [CODE], 1, 2)
    assert [(line.stay_id.int, line.reason) for line in plan.lines] == [(1, None), (2, RefusalReason.NO_ROOM_FREE)]


def test_an_agent_takes_a_room_back_and_gives_it_to_another(plan: SemesterPlan) -> None:
    given = plan.line(UUID(int=2)).room_id
    plan.edit(UUID(int=2), None)
    assert (plan.line(UUID(int=2)).room_id, plan.line(UUID(int=2)).reason) == (None, RefusalReason.OTHER)
    plan.edit(UUID(int=3), given)
    line = plan.line(UUID(int=3))
    assert (line.room_id, line.reason, line.by_hand) == (given, None, True)


def test_a_room_is_not_given_twice_for_one_night_even_by_hand(plan: SemesterPlan) -> None:
    with pytest.raises(PlanClash, match="du 02/05/2019 au 02/11/2019") as refused:
        plan.edit(UUID(int=3), plan.line(UUID(int=1)).room_id)
    assert refused.value.field == "room"
    assert plan.line(UUID(int=3)).room_id is None


def test_two_lines_may_both_have_no_room(plan: SemesterPlan) -> None:
    plan.edit(UUID(int=2), None)
    plan.edit(UUID(int=3), None)
    assert plan.placed == 1


def test_a_line_may_be_given_the_room_that_it_has(plan: SemesterPlan) -> None:
    plan.edit(UUID(int=1), plan.line(UUID(int=1)).room_id)


def test_a_plan_is_accepted_whole_with_the_rooms_to_hold(plan: SemesterPlan) -> None:
    accepted = plan.accept(None, today=REQUESTED_ON)
    assert [(line.stay_id.int, line.accepted_on) for line in accepted] == [(1, REQUESTED_ON), (2, REQUESTED_ON)]
    assert plan.line(UUID(int=3)).accepted_on is None


def test_a_plan_is_accepted_in_part_then_for_the_rest_each_line_once(plan: SemesterPlan) -> None:
    assert [line.stay_id.int for line in plan.accept([UUID(int=2)], today=REQUESTED_ON)] == [2]
    with pytest.raises(PlanLineAccepted):
        plan.accept([UUID(int=1), UUID(int=2)], today=REQUESTED_ON)
    assert plan.line(UUID(int=1)).accepted_on is None
    assert [line.stay_id.int for line in plan.accept(None, today=REQUESTED_ON)] == [1]
    with pytest.raises(PlanNothingToAccept):
        plan.accept(None, today=REQUESTED_ON)


def test_a_line_that_is_asked_for_in_another_house_has_no_room_there(plan: SemesterPlan) -> None:
    assert plan.line(UUID(int=1), CODE) == plan.line(UUID(int=1))
    with pytest.raises(RoomUnknown) as refused:
        plan.line(UUID(int=1), "vesoul")
    assert refused.value.field == "house"


def test_a_line_named_twice_is_accepted_once(plan: SemesterPlan) -> None:
    assert len(plan.accept([UUID(int=1), UUID(int=1)], today=REQUESTED_ON)) == 1


@pytest.mark.parametrize(
    ("numbers", "rule"),
    [([3], PlanLineUnplaced), ([99], PlanLineUnknown), ([], PlanNothingToAccept)],
)
def test_what_cannot_be_accepted_is_refused(plan: SemesterPlan, numbers: list[int], rule: type[RuleBroken]) -> None:
    with pytest.raises(rule):
        plan.accept([UUID(int=number) for number in numbers], today=REQUESTED_ON)


def test_an_accepted_line_is_not_edited_nor_one_that_is_not_there(plan: SemesterPlan) -> None:
    plan.accept([UUID(int=1)], today=REQUESTED_ON)
    with pytest.raises(PlanLineAccepted):
        plan.edit(UUID(int=1), None)
    with pytest.raises(PlanLineUnknown):
        plan.edit(UUID(int=99), None)
