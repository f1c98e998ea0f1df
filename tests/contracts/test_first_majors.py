"""What was stored of patients before the second majors is brought to them: the same event, and nobody in it."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contracts.catalogue import BY_TYPE, CATALOGUE
from contracts.envelope import CONTENT_TYPE, decode, encode
from contracts.permanence.first_majors import DROPPED, SECOND, thinned

STORED = sorted(Path(__file__).with_name("first_majors").glob("*.json"))
KEPT = ("id", "source", "subject", "sequence", "antenna")

every_one = pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)


def rewritten(document: dict[str, Any]) -> dict[str, Any]:
    lean: dict[str, Any] = json.loads(thinned(json.dumps(document).encode()))
    return lean


def of(event: str, **data: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        Path(__file__).with_name("first_majors").joinpath(f"permanence.{event}.v1.json").read_text(encoding="utf-8")
    )
    return document | {"data": document["data"] | data}


def test_every_first_major_has_its_second_or_goes() -> None:
    assert {file.stem for file in STORED} == set(SECOND)
    assert set(SECOND.values()) == {entry.type for entry in CATALOGUE if entry.about_a_patient}
    assert not set(BY_TYPE) & {*SECOND, *DROPPED}


@every_one
def test_it_stays_the_same_event_and_is_written_as_the_owner_writes_it_today(file: Path) -> None:
    stored = json.loads(file.read_text(encoding="utf-8"))
    body = thinned(file.read_bytes())
    lean, event = json.loads(body), decode(body, CONTENT_TYPE)
    assert {name: lean[name] for name in KEPT} == {name: stored[name] for name in KEPT}
    assert lean["type"] == SECOND[stored["type"]]
    assert encode(event) == body
    assert thinned(json.dumps(stored, indent=1).encode()) == body, "however it was written, the same bytes"


@every_one
def test_neither_the_day_nor_the_cause_nor_another_reference_is_left(file: Path) -> None:
    stored = json.loads(file.read_text(encoding="utf-8"))
    lean = rewritten(stored)
    assert lean["time"].endswith("-01T00:00:00+00:00")
    assert lean["correlationid"] == lean["causationid"] == lean["id"]
    days = {value for value in stored["data"].values() if isinstance(value, str) and value.count("-") == 2}
    told = {value for name, value in lean["data"].items() if name != "held_on"}
    assert not {day for day in days & told if not day.endswith("-01")}
    references = {value for value in stored["data"].values() if _is_uuid(value)} - {stored["subject"]}
    assert not references & {value for name, value in lean["data"].items() if name not in ("merged", "unmerged")}


def test_what_a_partner_reported_stays_answered() -> None:
    claim = "5d2c1b0a-1111-4a4a-8b8b-0123456789ab"
    stored = of("consultation_held") | {"partner": "hopital", "causationid": claim}
    assert rewritten(stored)["causationid"] == claim


@pytest.mark.parametrize(
    ("event", "data", "lean"),
    [
        ("declaration_filed", {"channel": "online", "filed_on": "2024-05-31"}, "2024-05-01"),
        ("declaration_filed", {"channel": "paper", "filed_on": "2024-05-31"}, None),
        ("declaration_filed", {"channel": "paper", "filed_on": "2024-05-31", "active_on": "2024-06-14"}, "2024-06-01"),
        ("declaration_answered", {"accepted": False}, None),
    ],
    ids=["online, at once", "on paper, not known", "on paper, presumed", "refused"],
)
def test_a_declaration_is_active_from_the_month_that_was_counted(
    event: str, data: dict[str, Any], lean: str | None
) -> None:
    stored = of(event, **data)
    if "active_on" not in data:
        stored["data"].pop("active_on", None)
    assert rewritten(stored)["data"].get("active_month_on") == lean


@pytest.mark.parametrize(("third_free_on", "days"), [("2024-05-20", 10), ("2024-05-10", 0), ("2024-05-02", 0)])
def test_the_third_free_slot_is_so_many_days_away_and_never_before_the_booking(third_free_on: str, days: int) -> None:
    stored = of("appointment_booked", booked_on="2024-05-10", held_on="2024-06-03", third_free_on=third_free_on)
    assert rewritten(stored)["data"] == {
        "booked_month_on": "2024-05-01",
        "month_on": "2024-06-01",
        "days_to_third_free": days,
    }


def test_another_type_is_none_of_them() -> None:
    with pytest.raises(KeyError):
        thinned(json.dumps(of("patient_registered") | {"type": "permanence.site_opened.v1"}).encode())


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
