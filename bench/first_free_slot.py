"""The first free slot, asked over HTTP of the real server: twelve practitioners, eight weeks nearly full."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from stdnum import luhn

from bench import floors
from bench.asking import asked
from bench.job import Contestant, Figures, Job
from bench.percentiles import percentile
from bench.place import Place
from chassis.core.application import execute
from chassis.core.clock import civil_day
from permanence.commands.patients import RegisterPatient
from permanence.commands.practitioners import EmployPractitioner
from permanence.commands.sessions import PlanSessions, SetRoster
from permanence.commands.sites import OpenSite, RoomAsked
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.site.opening_hours import OpenHours
from permanence.store.appointments import appointments
from permanence.store.slots import slots

P95, FLOOR = ("first_free_slot", "p95_ms"), ("first_free_slot", "floor_p95_ms")
_PRACTITIONERS, _SITES, _WEEKS = 12, 2, 8
_HALF_DAYS = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))
_SLOT_MINUTES = 20
_OPENED_ON = date(2023, 9, 4)
# One slot in so many is free, here and there, and nothing else: whoever searches passes over all the others.
_ONE_FREE_IN = 50
_WARMING = 10
_DAY = timedelta(days=1)


def first_free_slot_job(place: Place, questions: int) -> Job:
    return Job(
        f"Premier créneau libre : {_PRACTITIONERS} praticiens, {_WEEKS} semaines, {questions} questions",
        [Contestant("maillage", (P95, FLOOR), lambda: _measure(place, questions))],
    )


def _measure(place: Place, questions: int) -> Figures:
    place.clear()
    practitioners = _plan(place)
    _book(place, practitioners)
    paths = list(_questions(place, list(practitioners), questions + _WARMING))
    took = asked(place, place.permanence, "secretary", paths, "first_free_slot")
    least = floors.statements(place.permanence, "secretary", paths)
    return {P95: 1000 * percentile(took[_WARMING:], 95), FLOOR: 1000 * percentile(least[_WARMING:], 95)}


def _questions(place: Place, practitioners: list[UUID], number: int) -> Iterator[str]:
    """In turn: of all, of one practitioner, of one site, the third one as well; from today or a later day on."""
    chosen, today = random.Random(5), civil_day(place.permanence.clock.now())
    for rank in range(number):
        from_on = today + chosen.randrange(_WEEKS * 7 // 2) * _DAY
        wish = ("", f"&practitioner_id={chosen.choice(practitioners)}", f"&site=site-{rank % _SITES}", "&limit=3")
        yield f"free-slots?from_on={from_on}{wish[rank % len(wish)]}"


def _plan(place: Place) -> Mapping[UUID, UUID]:
    """Sites, practitioners and sessions by their commands; returns one patient a practitioner."""
    today = civil_day(place.permanence.clock.now())
    week = tuple(OpenHours(weekday, starts, ends) for weekday in range(5) for starts, ends in _HALF_DAYS)
    rooms = tuple(RoomAsked(f"cabinet-{number}", f"Cabinet {number}") for number in range(_PRACTITIONERS))
    for site in range(_SITES):
        _done(place, OpenSite(f"site-{site}", f"Site {site}", "26281", _OPENED_ON, rooms, week))
    patients: dict[UUID, UUID] = {}
    for number in range(_PRACTITIONERS):
        rpps = f"10{number:08d}"
        employed = EmployPractitioner(
            rpps + luhn.calc_check_digit(rpps), f"Dr {number}", PractitionerKind.RETIRED_GP, "Banc", _OPENED_ON, 10
        )
        practitioner_id = _done(place, employed).practitioner_id
        where = (f"site-{number % _SITES}", f"cabinet-{number}", practitioner_id)
        for hours in week:
            times = (hours.weekday, hours.starts, hours.ends, _SLOT_MINUTES)
            _done(place, SetRoster(*where, *times, starts_on=today))
        person = RegisterPatient(
            today, IdentityGiven(date(1950, 6, 30)), "26281", False, NoMedecinTraitantReason.DOCTOR_RETIRED
        )
        patients[practitioner_id] = _done(place, person).patient_id
    for site in range(_SITES):
        _done(place, PlanSessions(f"site-{site}", today + (_WEEKS * 7 - 1) * _DAY))
    return patients


def _book(place: Place, patients: Mapping[UUID, UUID]) -> None:
    """Appointments as the commands would leave them, written at once."""
    now = place.permanence.clock.now()
    with place.permanence.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        offered = connection.execute(sa.select(slots).order_by(slots.c.day, slots.c.starts, slots.c.session_id)).all()
        rows = [
            {
                "appointment_id": uuid4(),
                "version": 1,
                "patient_id": patients[slot.practitioner_id],
                "session_id": slot.session_id,
                "slot": slot.number,
                "booked_on": civil_day(now),
                "day": slot.day,
                "starts": slot.starts,
                "ends": slot.starts + _SLOT_MINUTES,
                "urgent": False,
                "walk_in": False,
                "state": "booked",
            }
            for rank, slot in enumerate(offered)
            if rank % _ONE_FREE_IN
        ]
        connection.execute(sa.insert(appointments), rows)
        connection.exec_driver_sql(
            "UPDATE slots SET appointment_id = a.appointment_id FROM appointments a"
            " WHERE a.session_id = slots.session_id AND a.slot = slots.number"
        )
        connection.exec_driver_sql(f"VACUUM ANALYZE {slots.name}")


def _done(place: Place, command: object) -> Any:
    return execute(place.permanence, command, uuid4())
