"""Partners' reports: each becomes a fact of the house, changes nothing again, or is refused by the rule it breaks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.core.inbox import Receipt
from contracts.envelope import Event
from housing.commands.lodgings import RecordArrival, RecordDeparture
from housing.commands.money import RecordPayment
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from support.housing.house_commands import (
    DAY,
    HOUSE,
    ROOM,
    HouseCommands,
    arrival_report,
    departure_report,
    erasure_report,
    house_commands,
)
from support.recorded import row_counts, rows

MARCH, MAY, JUNE = date(2019, 3, 4), date(2019, 5, 2), date(2019, 6, 2)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


@pytest.fixture
def confirmed(house: HouseCommands) -> UUID:
    """From May to June in `chambre-1`; it is May."""
    stay_id = house.request(1, MAY, JUNE)
    house.confirm(stay_id)
    house.on(MAY)
    return stay_id


def refusal(house: HouseCommands, event: Event) -> tuple[str, str]:
    """What a report is answered, and nothing else is written."""
    before = row_counts(house.runtime)
    assert house.report(event) == Receipt(applied=1)
    (fact,) = [fact for fact in house.facts("report_refused") if fact.subject == event.id]
    assert fact.data["report_id"] == fact.causationid == event.id
    assert fact.correlationid == event.correlationid
    added = {name: count - before[name] for name, count in row_counts(house.runtime).items() if count != before[name]}
    assert added == {"inbox": 1, "outbox": 1, "refused_reports": 1}
    return fact.data["code"], fact.data["field"]


def unchanged(house: HouseCommands, event: Event) -> bool:
    """Whether a report was read and nothing came of it."""
    before = row_counts(house.runtime)
    assert house.report(event) == Receipt(applied=1)
    return row_counts(house.runtime) == {**before, "inbox": before["inbox"] + 1}


def test_a_report_of_an_expected_arrival_is_the_arrival(house: HouseCommands, confirmed: UUID) -> None:
    event = arrival_report(MAY, JUNE, stay_id=confirmed)
    assert house.report(event) == Receipt(applied=1)
    (arrived,) = house.facts("intern_arrived")
    assert (arrived.subject, arrived.data["arrived_on"]) == (confirmed, MAY)
    assert (arrived.causationid, arrived.correlationid) == (event.id, event.correlationid)
    assert house.stay(confirmed)["state"] == "arrived"


def test_whoever_is_there_unannounced_has_a_stay_an_account_and_the_nights(house: HouseCommands) -> None:
    house.on(MAY)
    house.report(arrival_report(MAY - DAY, JUNE - DAY))
    (arrived,) = house.facts("intern_arrived")
    stay = house.stay(arrived.subject)
    assert (stay["state"], stay["occupant_id"], stay["quote_cents"]) == ("arrived", None, 150_00)
    assert arrived.data == {
        "stay_id": arrived.subject,
        "house": HOUSE,
        "room_id": stay["room_id"],
        "occupant_kind": "gp_intern",
        "university": "grenoble",
        "arrived_on": MAY - DAY,
        "expected_departure_on": JUNE - DAY,
    }
    assert len(house.nights(arrived.subject)) == 31
    assert [row["stay_id"] for row in rows(house.runtime, "accounts")] == [arrived.subject]


def test_a_report_told_again_by_whomever_changes_nothing(house: HouseCommands, confirmed: UUID) -> None:
    expected = arrival_report(MAY, JUNE, stay_id=confirmed)
    unannounced = arrival_report(MAY, JUNE, room="chambre-2")
    house.report(expected, unannounced)
    assert house.report(expected, unannounced) == Receipt(duplicates=2)
    for event in (expected, unannounced):
        assert unchanged(house, replace(event, id=uuid4(), partner="ccas"))
    house.on(JUNE)
    house.do(RecordDeparture(confirmed, JUNE))
    assert unchanged(house, replace(expected, id=uuid4())), "late, when the person has left"


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"house": "ailleurs"}, "HOUSE_UNKNOWN", "house"),
        ({"room": "chambre-9"}, "ROOM_UNKNOWN", "room"),
        ({"room": "chambre-2"}, "ROOM_UNKNOWN", "room"),
        ({"stay_id": UUID(int=0)}, "STAY_UNKNOWN", "stay_id"),
        ({"arrived_on": MAY + DAY}, "ARRIVED_IN_FUTURE", "arrived_on"),
        ({"arrived_on": date(2019, 4, 1)}, "ARRIVED_TOO_EARLY", "arrived_on"),
    ],
)
def test_a_report_of_an_expected_arrival_that_breaks_a_rule_is_refused(
    house: HouseCommands, confirmed: UUID, told: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(house, arrival_report(MAY, JUNE, **{"stay_id": confirmed, **told})) == (code, field)


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({}, "ROOM_TAKEN", "room"),
        ({"room": "chambre-9"}, "ROOM_UNKNOWN", "room"),
        ({"room": "chambre-2", "arrived_on": MAY + DAY}, "ARRIVED_IN_FUTURE", "arrived_on"),
        ({"room": "chambre-2", "arrived_on": date(2018, 11, 30)}, "HOUSE_NOT_OPEN", "arrived_on"),
        ({"room": "chambre-2", "expected_departure_on": date(2020, 5, 2)}, "STAY_TOO_LONG", "expected_departure_on"),
        ({"room": "chambre-2", "occupant_kind": "docteur_junior"}, "KIND_NOT_LODGED", "occupant_kind"),
    ],
)
def test_a_report_of_an_unexpected_arrival_that_breaks_a_rule_is_refused(
    house: HouseCommands, confirmed: UUID, told: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(house, arrival_report(MAY, JUNE, **told)) == (code, field)


def test_a_refused_report_undoes_nothing_of_its_batch(house: HouseCommands, confirmed: UUID) -> None:
    """Two want the same nights, one has arrived twice: what can be true is."""
    first = arrival_report(MAY, JUNE, room="chambre-2", university="lyon")
    second = arrival_report(MAY - DAY, JUNE, room="chambre-2", university="saint-etienne")
    expected = arrival_report(MAY, JUNE, stay_id=confirmed)
    otherwise = arrival_report(MAY - DAY, JUNE, stay_id=confirmed)
    assert house.report(first, second, expected, otherwise) == Receipt(applied=4)
    assert [fact.data["code"] for fact in house.facts("report_refused")] == ["ROOM_TAKEN", "ALREADY_ARRIVED"]
    assert len(house.facts("intern_arrived")) == 2
    assert house.stay(confirmed)["arrived_on"] == MAY


def test_a_report_of_a_departure_is_the_departure_once(house: HouseCommands, confirmed: UUID) -> None:
    house.do(RecordArrival(confirmed, MAY))
    house.on(JUNE)
    event = departure_report(confirmed, JUNE - DAY)
    house.report(event)
    (departed,) = house.facts("intern_departed")
    assert (departed.subject, departed.data["departed_on"], departed.causationid) == (confirmed, JUNE - DAY, event.id)
    assert "intention" not in departed.data
    assert unchanged(house, departure_report(confirmed, JUNE - DAY))
    assert refusal(house, departure_report(confirmed, JUNE)) == ("ALREADY_DEPARTED", "stay_id")


@pytest.mark.parametrize(
    ("day", "code", "field"),
    [
        (MAY, "DEPARTED_BEFORE_ARRIVAL", "departed_on"),
        (JUNE + 2 * DAY, "DEPARTED_IN_FUTURE", "departed_on"),
        (JUNE + DAY, "DEPARTED_LATER_THAN_PLANNED", "departed_on"),
    ],
)
def test_a_report_of_a_departure_that_breaks_a_rule_is_refused(
    house: HouseCommands, confirmed: UUID, day: date, code: str, field: str
) -> None:
    house.do(RecordArrival(confirmed, MAY))
    house.on(JUNE + DAY)
    assert refusal(house, departure_report(confirmed, day)) == (code, field)


def test_a_report_of_a_departure_of_nobody_is_refused(house: HouseCommands, confirmed: UUID) -> None:
    assert refusal(house, departure_report(UUID(int=0), MAY)) == ("STAY_UNKNOWN", "stay_id")
    assert refusal(house, departure_report(confirmed, MAY)) == ("NOT_ARRIVED_YET", "stay_id")


def test_a_report_that_somebody_wants_to_be_forgotten_waits_for_the_accounts(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, JUNE, ROOM)
    occupant_id = house.stay(stay_id)["occupant_id"]
    too_early = ("ERASURE_TOO_EARLY", "occupant_id")
    assert refusal(house, erasure_report(occupant_id, MAY)) == too_early
    house.on(JUNE)
    house.do(RecordDeparture(stay_id, JUNE))
    assert refusal(house, erasure_report(occupant_id, JUNE)) == too_early
    house.do(RecordPayment(stay_id, PaymentGiven(150_00, JUNE, PaymentMethod.CARD)))
    event = erasure_report(occupant_id, JUNE)
    house.report(event)
    (erased,) = house.facts("occupant_erased")
    assert (erased.subject, erased.causationid) == (occupant_id, event.id)
    assert unchanged(house, erasure_report(occupant_id, JUNE))
    assert refusal(house, erasure_report(UUID(int=0), JUNE)) == ("OCCUPANT_UNKNOWN", "occupant_id")
