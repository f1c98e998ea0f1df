"""What the page of a day says, worked out from its sheet; nobody's name is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy.orm import Session

from permanence.domain.appointment.appointment import AppointmentState
from permanence.domain.session.session import SessionState
from permanence.queries.appointments import AppointmentRead, SlotRead, day_sheet
from permanence.queries.day import practitioner_labels, practitioners_planned, room_labels, with_ald
from permanence.queries.places import Place, free_slots, places_of
from permanence.queries.sessions import SessionRead


@dataclass(frozen=True, slots=True)
class Column:
    """One session: who consults, where, the slots in order and whoever was added to them."""

    session: SessionRead
    practitioner: str
    room: str
    supervisor: str | None
    slots: Sequence[SlotRead]
    walk_ins: Sequence[AppointmentRead]

    @property
    def is_held(self) -> bool:
        return self.session.state is SessionState.PLANNED

    @property
    def free(self) -> int:
        return sum(slot.appointment is None for slot in self.slots)

    @property
    def expected(self) -> Sequence[AppointmentRead]:
        taken = (slot.appointment for slot in self.slots if slot.appointment is not None)
        return sorted(chain(taken, self.walk_ins), key=lambda one: (one.starts, one.appointment_id))


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of a site on a day, and the first places that are free from now on."""

    columns: Sequence[Column]
    cancelled: Sequence[Column]
    ald: set[UUID]
    first: Place | None
    first_of_each: Sequence[Place]

    @property
    def expected(self) -> Sequence[AppointmentRead]:
        return [one for column in self.columns for one in column.expected]

    @property
    def patient_ids(self) -> set[UUID]:
        return {one.patient_id for one in self.expected}

    def count(self, *states: AppointmentState) -> int:
        return sum(one.state in states for one in self.expected)


def day_of(session: Session, site: str, day: date, today: date, minute: int) -> Day:
    """The places are those of the whole antenna: a patient is better seen at the other site than not at all."""
    columns = columns_of(session, site, day)
    held = [column for column in columns if column.is_held]
    expected = {one.patient_id for column in held for one in column.expected}
    of_each = first_places(session, today, minute)
    return Day(
        held,
        [column for column in columns if not column.is_held],
        with_ald(session, expected),
        min(of_each, key=lambda place: (place.day, place.starts), default=None),
        of_each,
    )


def columns_of(session: Session, site: str, day: date) -> list[Column]:
    sheet = day_sheet(session, site, day)
    people = {one.session.practitioner_id for one in sheet} | {one.session.supervisor_id for one in sheet}
    labels = practitioner_labels(session, {known for known in people if known is not None})
    rooms = room_labels(session, {one.session.room_id for one in sheet})
    columns = [
        Column(
            one.session,
            labels.get(one.session.practitioner_id, ""),
            rooms.get(one.session.room_id, ""),
            labels.get(one.session.supervisor_id) if one.session.supervisor_id else None,
            one.slots,
            [other for other in one.others if other.state is not AppointmentState.CANCELLED],
        )
        for one in sheet
    ]
    return sorted(columns, key=lambda column: (column.session.starts, column.room))


def first_places(session: Session, today: date, minute: int) -> Sequence[Place]:
    """The first free place of each practitioner who has sessions to come, the soonest first."""
    labels: Mapping[UUID, str] = practitioners_planned(session, today)
    free = [
        one for practitioner_id in labels for one in free_slots(session, today, minute, practitioner_id=practitioner_id)
    ]
    return sorted(places_of(free, labels), key=lambda place: (place.day, place.starts, place.practitioner))
