"""Appointments and the waiting list: tables, mapping, look-ups."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from chassis.core.mapping import Values, enumeration, version
from permanence.domain.appointment import rules
from permanence.domain.appointment.appointment import (
    Appointment,
    AppointmentCancelledBy,
    AppointmentCancelReason,
    AppointmentState,
)
from permanence.domain.appointment.waiting_list import Offer, WaitingEntry, WaitingState
from permanence.store.patients import REFERENCES
from permanence.store.registry import mapper, metadata

appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("appointment_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
    sa.Column("slot", sa.Integer),
    sa.Column("booked_on", sa.Date, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("starts", sa.Integer, nullable=False),
    sa.Column("ends", sa.Integer, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("walk_in", sa.Boolean, nullable=False),
    sa.Column("state", enumeration(AppointmentState), nullable=False),
    sa.Column("cancelled_by", enumeration(AppointmentCancelledBy)),
    sa.Column("reason", enumeration(AppointmentCancelReason)),
    sa.Column("act_id", sa.Uuid),
    sa.Index("ix_appointments_patient_day", "patient_id", "day"),
    # Nobody is twice at one time: the lock on the patient finds overlaps, this key what would get past it.
    sa.Index(
        "ix_appointments_one_at_a_time",
        "patient_id",
        "day",
        "starts",
        unique=True,
        postgresql_where=sa.text("state = 'booked' AND slot IS NOT NULL"),
        sqlite_where=sa.text("state = 'booked' AND slot IS NOT NULL"),
    ),
)

waiting_entries = sa.Table(
    "waiting_entries",
    metadata,
    sa.Column("entry_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
    sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id")),
    sa.Column("notice_days", sa.Integer, nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("since_on", sa.Date, nullable=False),
    sa.Column("offers", Values(list[Offer]), nullable=False),
    sa.Column("state", enumeration(WaitingState), nullable=False),
    sa.Column("left_on", sa.Date),
    sa.Index(
        "ix_waiting_entries_one_a_patient",
        "patient_id",
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    ),
    sa.Index(
        "ix_waiting_entries_since",
        "since_on",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    ),
)

mapper.aggregate(Appointment, appointments)
mapper.aggregate(WaitingEntry, waiting_entries)

_BOOKED = (
    sa.select(Appointment)
    .where(
        appointments.c.patient_id.in_(REFERENCES),
        appointments.c.day >= sa.bindparam("from_on"),
        appointments.c.state == AppointmentState.BOOKED,
    )
    .order_by(appointments.c.day, appointments.c.starts)
)
_WAITING = (
    sa.select(WaitingEntry)
    .where(waiting_entries.c.patient_id.in_(REFERENCES), waiting_entries.c.state == WaitingState.WAITING)
    .order_by(waiting_entries.c.since_on, waiting_entries.c.entry_id)
    .limit(1)
)


def known_appointment(session: Database, appointment_id: UUID) -> Appointment:
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise rules.AppointmentUnknown
    return appointment


def booked_of_patient(session: Database, patient_id: UUID, from_on: date) -> Sequence[Appointment]:
    """What a patient has to come, by day and hour, under whatever reference it was booked."""
    return session.scalars(_BOOKED, {"patient_id": patient_id, "from_on": from_on}).all()


def appointments_in(session: Database, session_ids: Collection[UUID]) -> Sequence[Appointment]:
    """Whoever was to come, walk-ins included, in the order of their hours; the sessions are locked."""
    query = sa.select(Appointment).where(appointments.c.session_id.in_(session_ids))
    return list(
        session.scalars(query.order_by(appointments.c.day, appointments.c.starts, appointments.c.appointment_id))
    )


def patients_booked_in(session: Database, session_ids: Collection[UUID]) -> set[UUID]:
    """Whoever is still to come, by the reference of the booking; the sessions are locked."""
    booked = (appointments.c.session_id.in_(session_ids), appointments.c.state == AppointmentState.BOOKED)
    return set(session.scalars(sa.select(appointments.c.patient_id).where(*booked)))


def known_entry(session: Database, entry_id: UUID) -> WaitingEntry:
    entry = session.get(WaitingEntry, entry_id)
    if entry is None:
        raise rules.WaitingUnknown
    return entry


def waiting_entry_of(session: Database, patient_id: UUID) -> WaitingEntry | None:
    """The wait of a patient, under whatever reference, if there is one; the oldest when two files were made one."""
    return session.scalars(_WAITING, {"patient_id": patient_id}).one_or_none()


def check_not_waiting(session: Database, patient_id: UUID) -> None:
    """Raises the rule that one person waits once; an index refuses whoever comes at the same time."""
    if waiting_entry_of(session, patient_id) is not None:
        raise rules.AlreadyWaiting
