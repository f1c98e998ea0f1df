"""A log and projections as the version before the thin facts left them: first majors, days, patients beside acts."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.ids import new_id
from chassis.core.runtime import Runtime
from chassis.core.work import unit_of_work
from contracts.envelope import Event
from reporting.store import Projecting, projecting

_SOURCE = "/romans/permanence"
_NUMBERS = count(1)
_FORMER = sa.MetaData()
Said = dict[str, Any]


def _former(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(
        f"permanence_{name}",
        _FORMER,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("subject", sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text),
        *columns,
    )


def _days(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Date) for name in names]


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger) for name in names]


def _step() -> sa.Column[Any]:
    return sa.Column("sequence", sa.BigInteger, primary_key=True)


_PLACE = ("age_band", "commune", "epci", "no_medecin_traitant_reason")


def _ald() -> sa.Column[Any]:
    return sa.Column("ald", sa.Boolean)


def _patient() -> sa.Column[Any]:
    return sa.Column("patient_id", sa.Uuid)


patients = _former("patients", *_numbers("sequence"), *_days("registered_on"), *_texts(*_PLACE), _ald())
follow_ups = _former("follow_ups", _step(), *_texts("step"), *_days("step_on"))
ald_changes = _former("ald_changes", _step(), *_days("changed_on"), _ald())
merges = _former(
    "merges", sa.Column("merged_id", sa.Uuid, primary_key=True), *_numbers("merge_sequence", "unmerge_sequence")
)
consultations = _former(
    "consultations",
    *(*_numbers("sequence"), *_days("held_on"), _patient(), *_texts("practitioner_kind")),
    sa.Column("supervised", sa.Boolean),
)
nurse_acts = _former("nurse_acts", *_numbers("sequence"), *_days("held_on"))
declarations = _former(
    "declarations",
    *(*_numbers("sequence"), *_days("filed_on", "active_on"), _patient(), *_texts("channel"), _ald()),
)
answers = _former("declaration_answers", *_numbers("sequence"), sa.Column("accepted", sa.Boolean), *_days("active_on"))
ends = _former("declaration_ends", *_numbers("sequence"), *_days("ended_on"))
appointments = _former(
    "appointments",
    *(*_numbers("booking_sequence", "move_sequence", "outcome_sequence"), _patient(), *_texts("outcome")),
    *_days("booked_on", "held_on", "third_free_on", "moved_to_on"),
)
waits = _former("waits", *_numbers("join_sequence", "leave_sequence"), *_days("joined_on", "left_on"))

PROJECTIONS: Mapping[str, Projecting] = {
    "patient_registered": projecting(patients, "registered_on", *_PLACE, "ald"),
    "patient_ald_changed": projecting(ald_changes, "changed_on", "ald"),
    "patient_exited": projecting(follow_ups, step_on="exited_on", always={"step": "exited"}),
    "patient_returned": projecting(follow_ups, step_on="returned_on", always={"step": "returned"}),
    "patient_merged": projecting(merges, "merged_id", sequence="merge_sequence"),
    "patient_unmerged": projecting(merges, merged_id="unmerged_id", sequence="unmerge_sequence"),
    "consultation_held": projecting(consultations, "held_on", "patient_id", "practitioner_kind", "supervised"),
    "nurse_act_held": projecting(nurse_acts, "held_on"),
    "declaration_filed": projecting(declarations, "filed_on", "patient_id", "channel", "ald", "active_on"),
    "declaration_answered": projecting(answers, "accepted", "active_on"),
    "declaration_ended": projecting(ends, "ended_on"),
    "appointment_booked": projecting(
        appointments, "patient_id", "booked_on", "held_on", "third_free_on", sequence="booking_sequence"
    ),
    "appointment_moved": projecting(appointments, moved_to_on="held_on", sequence="move_sequence"),
    "appointment_cancelled": projecting(appointments, sequence="outcome_sequence", always={"outcome": "cancelled"}),
    "appointment_honoured": projecting(appointments, sequence="outcome_sequence", always={"outcome": "honoured"}),
    "waiting_joined": projecting(waits, "joined_on", sequence="join_sequence"),
    "waiting_left": projecting(waits, "left_on", sequence="leave_sequence"),
}


def told_before(event: str, subject: int, day: date, *, sequence: int = 1, **said: Any) -> bytes:
    """A first major of a permanence, as it was stored."""
    number = next(_NUMBERS)
    document = {
        "specversion": "1.0",
        "id": _id(number),
        "source": _SOURCE,
        "type": f"permanence.{event}.v1",
        "subject": _id(subject),
        "time": datetime(day.year, day.month, day.day, 9, 41, 7, 250_000, tzinfo=UTC).isoformat(),
        "datacontenttype": "application/json",
        "antenna": "romans",
        "sequence": f"{sequence:010d}",
        "correlationid": _id(900_000_000 + number),
        "causationid": _id(900_000_000 + number),
        "data": said,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _id(number: int) -> str:
    return str(UUID(int=number))


def a_season() -> Iterator[bytes]:
    """Every sort of fact about patients, at the edges of what is made of them."""
    yield from _patients()
    yield from _acts()
    yield from _appointments()


def _patients() -> Iterator[bytes]:
    for patient, day in ((1, "2023-09-04"), (2, "2023-09-30"), (3, "2024-02-29")):
        place: Said = {"commune": "26281"} if patient == 1 else {"epci": "200068781"}
        said: Said = {"patient_id": _id(patient), "registered_on": day, "age_band": "70-79", "ald": True, **place}
        reason: Said = {"no_medecin_traitant_reason": "doctor_retired"}
        yield told_before("patient_registered", patient, date.fromisoformat(day), **said, **reason)
    assessed: Said = {"patient_id": _id(1), "verdict": "eligible", "rule": "AGE", "assessed_on": "2023-09-04"}
    yield told_before("patient_assessed", 1, date(2023, 9, 4), sequence=2, **assessed)
    about: Said = {"patient_id": _id(2)}
    yield told_before("patient_exited", 2, date(2024, 1, 31), sequence=2, exited_on="2024-01-31", **about)
    yield told_before("patient_returned", 2, date(2024, 3, 1), sequence=3, returned_on="2024-03-01", **about)
    changed: Said = {"changed_on": "2023-11-20", "ald": False}
    yield told_before("patient_ald_changed", 3, date(2024, 3, 1), sequence=2, patient_id=_id(3), **changed)
    kept: Said = {"patient_id": _id(3)}
    yield told_before("patient_merged", 3, date(2024, 3, 2), sequence=3, **kept, merged_id=_id(1))
    yield told_before("patient_merged", 3, date(2024, 3, 2), sequence=4, **kept, merged_id=_id(2))
    yield told_before("patient_unmerged", 3, date(2024, 3, 3), sequence=5, **kept, unmerged_id=_id(2))
    yield told_before("erasure_answered", 1, date(2024, 3, 2), sequence=9, patient_id=_id(1), answer="retained")


def _acts() -> Iterator[bytes]:
    day = date(2024, 5, 31)
    supervised: list[Said] = [{}, {"supervised": True}, {"supervised": False}]
    for act, said in enumerate(supervised, 100):
        about: Said = {"consultation_id": _id(act), "patient_id": _id(1), "held_on": "2024-05-31"}
        yield told_before("consultation_held", act, day, **about, practitioner_kind="saspas_intern", **said)
    yield told_before("nurse_act_held", 110, day, act_id=_id(110), patient_id=_id(2), held_on="2024-05-31")
    filed: Said = {"patient_id": _id(1), "filed_on": "2024-05-31", "ald": True}
    channels: list[Said] = [
        {"channel": "online"},
        {"channel": "online", "active_on": "2024-06-01"},
        {"channel": "paper", "active_on": "2024-07-15", "presumed": True},
        {"channel": "paper"},
    ]
    for choice, said in enumerate(channels, 120):
        yield told_before("declaration_filed", choice, day, declaration_id=_id(choice), **filed, **said)
    accepted: Said = {"accepted": True, "active_on": "2024-06-30"}
    yield told_before("declaration_answered", 122, day, sequence=2, declaration_id=_id(122), **accepted)
    yield told_before("declaration_answered", 123, day, sequence=2, declaration_id=_id(123), accepted=False)
    ended: Said = {"ended_on": "2024-12-31", "reason": "replaced"}
    yield told_before("declaration_ended", 120, day, sequence=2, declaration_id=_id(120), **ended)


def _appointments() -> Iterator[bytes]:
    booked_on = date(2023, 12, 28)
    for number, third in enumerate((None, "2023-12-28", "2024-01-31", "2023-12-01", "2024-02-29"), 130):
        said: Said = {"booked_on": "2023-12-28", "held_on": "2024-01-02"} | ({"third_free_on": third} if third else {})
        about: Said = {"appointment_id": _id(number), "patient_id": _id(2), "session_id": _id(800)}
        yield told_before("appointment_booked", number, booked_on, **about, **said)
    moved: Said = {"appointment_id": _id(130), "session_id": _id(801), "held_on": "2024-02-28"}
    yield told_before("appointment_moved", 130, booked_on, sequence=2, **moved)
    yield told_before("appointment_honoured", 130, booked_on, sequence=3, appointment_id=_id(130))
    # Whose booking is still on its way.
    yield told_before("appointment_cancelled", 140, booked_on, sequence=2, appointment_id=_id(140), by="patient")
    yield told_before("waiting_joined", 150, booked_on, patient_id=_id(2), joined_on="2023-12-28")
    yield told_before("waiting_left", 150, booked_on, sequence=2, left_on="2024-01-31", outcome="booked")


def keep(runtime: Runtime, bodies: Iterable[bytes]) -> None:
    """Writes the log and the projections of a database whose tables are those of before."""
    with unit_of_work(runtime, new_id(), new_id()) as work:
        for body in bodies:
            event = _event(json.loads(body))
            key = {"source": event.source, "event_id": event.id, "type": event.type}
            read = {"digest": hashlib.sha256(body).digest(), "applied_at": work.now, "body": body}
            work.session.execute(sa.insert(tables.inbox).values(key | read))
            if made := PROJECTIONS.get(event.type.split(".")[1]):
                made([event], work)


def _event(said: Mapping[str, Any]) -> Event:
    return Event(
        id=UUID(said["id"]),
        source=said["source"],
        type=said["type"],
        subject=UUID(said["subject"]),
        time=datetime.fromisoformat(said["time"]),
        antenna=said["antenna"],
        sequence=int(said["sequence"]),
        correlationid=UUID(said["correlationid"]),
        causationid=UUID(said["causationid"]),
        data={name: _value(name, value) for name, value in said["data"].items()},
    )


def _value(name: str, value: Any) -> Any:
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return UUID(value) if name.endswith("_id") else value
