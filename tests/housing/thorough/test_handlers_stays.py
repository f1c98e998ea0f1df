"""Stays by commands, until the room is promised: limits counted by person, nights counted by room."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from housing.commands.houses import CloseHouse, TariffVoted, VoteTariff
from housing.commands.rooms import CloseRoom
from housing.commands.stays import (
    CancelStay,
    ConfirmStay,
    ExpireHolds,
    HoldStay,
    RecordNotArrived,
    RefuseStay,
    WaitlistStay,
)
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelledBy, CancelReason, RefusalReason
from support.housing.house_commands import DAY, HOUSE, ROOM, HouseCommands, house_commands, request, told
from support.recorded import facts, rows

MAY, NOVEMBER = date(2019, 5, 2), date(2019, 11, 2)
NOBODY = UUID(int=0)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


def test_a_request_is_quoted_and_told_without_saying_whose_it_is(house: HouseCommands) -> None:
    answer = house.do(request(1, MAY, NOVEMBER, wants_parking=True, status_digest=b"secret"))
    (requested,) = house.facts("stay_requested")
    assert answer == {
        "stay_id": str(requested.subject),
        "occupant_id": str(requested.data["occupant_id"]),
        "quote_cents": 900_00,
    }
    assert requested.data == {
        "stay_id": requested.subject,
        "house": HOUSE,
        "occupant_id": requested.data["occupant_id"],
        "occupant_kind": "gp_intern",
        "university": "grenoble",
        "requested_on": house.today,
        "arrival_on": MAY,
        "departure_on": NOVEMBER,
        "quote_cents": 900_00,
    }
    row = house.stay(requested.subject)
    assert (row["state"], row["wants_parking"], row["needs_accessible"]) == ("requested", True, False)
    assert (row["status_digest"], row["requested_at"]) == (b"secret", house.runtime.clock.now())


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"house": "ailleurs"}, "HOUSE_UNKNOWN", "house"),
        ({"departure_on": MAY}, "PERIOD_EMPTY", "departure_on"),
        ({"arrival_on": date(2019, 3, 3)}, "ARRIVAL_PAST", "arrival_on"),
        ({"arrival_on": date(2021, 3, 5), "departure_on": date(2021, 3, 6)}, "ARRIVAL_TOO_FAR", "arrival_on"),
        ({"departure_on": date(2019, 11, 10)}, "STAY_TOO_LONG", "departure_on"),
        ({"occupant_kind": OccupantKind.EXTERN}, "STAY_TOO_LONG", "departure_on"),
        ({"occupant_kind": OccupantKind.DOCTEUR_JUNIOR}, "KIND_NOT_LODGED", "occupant_kind"),
        ({"university": "Grenoble"}, "CODE_MALFORMED", "university"),
        ({"email": "camille"}, "EMAIL_INVALID", "email"),
    ],
)
def test_a_request_that_breaks_a_rule_writes_nothing(
    house: HouseCommands, changes: dict[str, object], code: str, field: str
) -> None:
    assert house.refused(request(1, MAY, NOVEMBER, **changes)) == (code, field)


def test_a_request_waits_at_the_rank_of_its_kind(house: HouseCommands) -> None:
    extern = house.request(1, MAY, MAY + 30 * DAY, occupant_kind=OccupantKind.EXTERN)
    saspas = house.request(2, MAY, NOVEMBER, occupant_kind=OccupantKind.SASPAS_INTERN)
    intern = house.request(3, MAY, NOVEMBER)
    assert house.do(WaitlistStay(extern))["rank"] == 1
    assert house.do(WaitlistStay(intern))["rank"] == 1
    assert house.do(WaitlistStay(saspas))["rank"] == 1
    assert house.do(WaitlistStay(extern)) == {"stay_id": str(extern), "rank": 3}
    assert [fact.data["rank"] for fact in house.facts("stay_waitlisted")] == [1, 1, 1, 3]
    house.confirm(intern)
    assert house.refused(WaitlistStay(intern)) == ("STAY_STATE_WRONG", "stay_id")


def test_a_room_is_held_then_promised_with_every_night_of_the_stay(house: HouseCommands) -> None:
    stay_id = house.request(1, MAY, MAY + 3 * DAY)
    answer = house.do(HoldStay(stay_id, ROOM, house.today + DAY))
    assert house.nights(stay_id) == [MAY, MAY + DAY, MAY + 2 * DAY]
    house.do(ConfirmStay(stay_id))
    held, confirmed = house.facts("stay_held")[0], house.facts("stay_confirmed")[0]
    assert (held.data["room_id"], held.data["held_until_on"]) == (UUID(answer["room_id"]), house.today + DAY)
    assert (confirmed.data["arrival_on"], confirmed.data["departure_on"]) == (MAY, MAY + 3 * DAY)
    assert [row["stay_id"] for row in rows(house.runtime, "accounts")] == [stay_id]
    assert house.refused(ConfirmStay(stay_id)) == ("STAY_STATE_WRONG", "stay_id")


def test_a_hold_moves_to_another_room_and_leaves_the_first(house: HouseCommands) -> None:
    stay_id, other = house.request(1, MAY, NOVEMBER), house.request(2, MAY, NOVEMBER)
    house.do(HoldStay(stay_id, ROOM, house.today))
    assert house.refused(HoldStay(other, ROOM, house.today)) == ("ROOM_TAKEN", "room")
    house.do(HoldStay(stay_id, "chambre-2", house.today))
    house.do(HoldStay(other, ROOM, house.today))
    assert len(house.nights(stay_id)) == len(house.nights(other)) == (NOVEMBER - MAY).days


def test_whoever_finds_a_room_taken_is_told_when(house: HouseCommands) -> None:
    house.confirm(house.request(1, MAY, MAY + 3 * DAY))
    house.confirm(house.request(2, MAY + 5 * DAY, MAY + 6 * DAY))
    with pytest.raises(ValueError, match=r"du 03/05/2019 au 05/05/2019 exclu"):
        house.do(HoldStay(house.request(3, MAY + DAY, MAY + 9 * DAY), ROOM, house.today))


def test_one_leaves_and_another_comes_on_the_same_day(house: HouseCommands) -> None:
    house.confirm(house.request(1, MAY, MAY + 3 * DAY))
    house.confirm(house.request(2, MAY + 3 * DAY, MAY + 6 * DAY))


@pytest.mark.parametrize(
    ("room", "days", "code", "field"),
    [
        ("chambre-9", 0, "ROOM_UNKNOWN", "room"),
        (ROOM, -1, "HOLD_PAST", "held_until"),
        (ROOM, 400, "HOLD_PAST", "held_until"),
    ],
)
def test_a_hold_that_breaks_a_rule_changes_nothing(
    house: HouseCommands, room: str, days: int, code: str, field: str
) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    assert house.refused(HoldStay(stay_id, room, house.today + days * DAY)) == (code, field)


def test_the_limit_counts_the_stays_of_a_person_and_is_checked_at_each_step(house: HouseCommands) -> None:
    first, second = house.request(1, MAY, NOVEMBER), house.request(1, MAY + DAY, MAY + 60 * DAY)
    after = house.request(1, NOVEMBER + 10 * DAY, NOVEMBER + 60 * DAY)
    house.do(HoldStay(after, ROOM, house.today))
    house.do(HoldStay(second, "chambre-2", house.today))
    assert house.refused(HoldStay(first, ROOM, house.today)) == ("ALREADY_LODGED_THEN", "stay_id")
    house.do(RefuseStay(second, RefusalReason.OTHER))
    assert house.refused(HoldStay(first, ROOM, house.today)) == ("STAY_TOO_LONG", "stay_id")
    assert house.refused(request(1, MAY, NOVEMBER)) == ("STAY_TOO_LONG", "departure_on")
    house.do(CancelStay(after, CancelledBy.OCCUPANT))
    house.confirm(first)
    assert house.refused(request(1, MAY + DAY, MAY + 60 * DAY)) == ("ALREADY_LODGED_THEN", "arrival_on")
    assert len({row["occupant_id"] for row in rows(house.runtime, "stays")}) == 1


def test_a_confirmation_checks_again_what_became_of_the_limit_meanwhile(house: HouseCommands) -> None:
    """A tariff voted between the hold and the confirmation allows less."""
    stay_id = house.request(1, MAY, NOVEMBER)
    house.do(HoldStay(stay_id, ROOM, house.today))
    house.do(VoteTariff(HOUSE, TariffVoted(MAY - DAY, 15_00, 150_00, 3, 7, 30)))
    assert house.refused(ConfirmStay(stay_id)) == ("STAY_TOO_LONG", "stay_id")


def test_a_hold_ends_with_its_day_and_frees_every_night(house: HouseCommands) -> None:
    late, kept = house.request(1, MAY, NOVEMBER), house.request(2, MAY, NOVEMBER)
    house.do(HoldStay(late, ROOM, house.today))
    house.do(HoldStay(kept, "chambre-2", house.today + DAY))
    assert house.do(ExpireHolds()) == {"expired": []}
    house.on(house.today + DAY)
    assert house.refused(ConfirmStay(late)) == ("HOLD_EXPIRED", "stay_id")
    assert house.do(ExpireHolds()) == {"expired": [str(late)]}
    assert (house.nights(late), len(house.nights(kept))) == ([], 184)
    assert [fact.subject for fact in house.facts("stay_expired")] == [late]


@pytest.mark.parametrize(
    "leave",
    [
        lambda stay_id: RefuseStay(stay_id, RefusalReason.OTHER),
        lambda stay_id: CancelStay(stay_id, CancelledBy.HOUSE, CancelReason.WORKS),
    ],
)
def test_whoever_is_given_up_while_a_room_is_held_frees_it(house: HouseCommands, leave: type) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    house.do(HoldStay(stay_id, ROOM, house.today))
    house.do(leave(stay_id))
    assert house.nights(stay_id) == []
    house.confirm(house.request(2, MAY, NOVEMBER))


def test_whoever_does_not_come_frees_the_room(house: HouseCommands) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    house.confirm(stay_id)
    assert house.refused(RecordNotArrived(stay_id)) == ("STILL_EXPECTED", "stay_id")
    house.on(MAY + DAY)
    house.do(RecordNotArrived(stay_id))
    assert house.nights(stay_id) == []
    assert [fact.data["expected_on"] for fact in house.facts("stay_not_arrived")] == [MAY]


def test_a_house_says_why_it_cancels_and_a_person_need_not(house: HouseCommands) -> None:
    stay_id, other = house.request(1, MAY, NOVEMBER), house.request(2, MAY, NOVEMBER)
    assert house.refused(CancelStay(stay_id, CancelledBy.HOUSE)) == ("REASON_MISSING", "reason")
    house.do(CancelStay(stay_id, CancelledBy.HOUSE, CancelReason.WORKS))
    house.do(CancelStay(other, CancelledBy.OCCUPANT))
    by_house, by_person = (fact.data for fact in house.facts("stay_cancelled"))
    assert (by_house["by"], by_house["reason"], by_person["by"]) == ("house", "works", "occupant")
    assert "reason" not in by_person


def test_nobody_is_lodged_in_a_house_that_closes_before_they_leave(house: HouseCommands) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    house.do(CloseHouse(HOUSE, NOVEMBER - DAY))
    assert house.refused(HoldStay(stay_id, ROOM, house.today)) == ("HOUSE_NOT_OPEN", "stay_id")
    assert house.refused(request(2, MAY, NOVEMBER)) == ("HOUSE_NOT_OPEN", "arrival_on")


@pytest.mark.parametrize(
    "command",
    [
        WaitlistStay(NOBODY),
        HoldStay(NOBODY, ROOM, MAY),
        ConfirmStay(NOBODY),
        RefuseStay(NOBODY, RefusalReason.OTHER),
        CancelStay(NOBODY, CancelledBy.OCCUPANT),
        RecordNotArrived(NOBODY),
    ],
)
def test_what_is_asked_of_a_stay_is_asked_of_one_that_was_requested(house: HouseCommands, command: object) -> None:
    assert house.refused(command) == ("STAY_UNKNOWN", "stay_id")


def test_a_room_that_nobody_holds_any_more_may_close(house: HouseCommands) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    house.do(HoldStay(stay_id, ROOM, house.today))
    assert house.refused(CloseRoom(HOUSE, ROOM, MAY)) == ("NIGHTS_STILL_HELD", "closed_on")
    house.do(RefuseStay(stay_id, RefusalReason.HOUSE_CLOSED))
    house.do(CloseRoom(HOUSE, ROOM, MAY))
    assert told(facts(house.runtime))[-2:] == ["stay_refused", "room_closed"]
