"""A session (plage de consultation): one practitioner in one room for some hours of one day, cut into slots."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session import rules
from permanence.domain.session.hours import check_hours, half_days, slot_count

MOST_DELAY_MINUTES = 600


class SessionState(StrEnum):
    """Where a session is."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class SessionCancelReason(StrEnum):
    """Why a session is not held."""

    LEAVE = "leave"
    CLOSURE = "closure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    """A practitioner will consult."""

    session_id: UUID
    site: str
    practitioner_id: UUID
    practitioner_kind: PractitionerKind
    held_on: date
    slots: int
    half_days: int


@dataclass(frozen=True, slots=True)
class SessionCancelled:
    """A practitioner will not consult after all."""

    session_id: UUID
    cancelled_on: date
    reason: SessionCancelReason


@dataclass(frozen=True, slots=True)
class Slot:
    """The time of one patient, by its number in its session, from 1."""

    number: int
    starts: int
    ends: int


class Session:
    """The room, the practitioner and the hours never change: another session is opened instead."""

    def __init__(
        self,
        session_id: UUID,
        site: str,
        room_id: UUID,
        practitioner_id: UUID,
        practitioner_kind: PractitionerKind,
        supervisor_id: UUID | None,
        day: date,
        starts: int,
        ends: int,
        slot_minutes: int,
        roster_id: UUID | None,
    ) -> None:
        self.session_id = session_id
        self.site = site
        self.room_id = room_id
        self.practitioner_id = practitioner_id
        self.practitioner_kind = practitioner_kind
        self.supervisor_id = supervisor_id
        self.day = day
        self.starts = starts
        self.ends = ends
        self.slot_minutes = slot_minutes
        self.roster_id = roster_id
        self.state = SessionState.PLANNED
        self.delay_minutes = 0
        self.cancel_reason: SessionCancelReason | None = None
        self.version = 0

    @classmethod
    def plan(
        cls,
        session_id: UUID,
        *,
        site: str,
        room_id: UUID,
        practitioner_id: UUID,
        practitioner_kind: PractitionerKind,
        supervisor_id: UUID | None,
        day: date,
        starts: int,
        ends: int,
        slot_minutes: int,
        roster_id: UUID | None = None,
    ) -> tuple[Self, SessionPlanned]:
        """Returns the session and its fact, or raises the rule that forbids it."""
        check_hours(starts, ends)
        slots = slot_count(starts, ends, slot_minutes)
        session = cls(
            session_id,
            site,
            room_id,
            practitioner_id,
            practitioner_kind,
            supervisor_id,
            day,
            starts,
            ends,
            slot_minutes,
            roster_id,
        )
        planned = SessionPlanned(
            session_id, site, practitioner_id, practitioner_kind, day, slots, half_days(starts, ends)
        )
        return session, planned

    @property
    def slots(self) -> list[Slot]:
        return [
            Slot(number, self.starts + (number - 1) * self.slot_minutes, self.starts + number * self.slot_minutes)
            for number in range(1, slot_count(self.starts, self.ends, self.slot_minutes) + 1)
        ]

    def check_planned(self) -> None:
        if self.state is not SessionState.PLANNED:
            raise rules.SessionAlreadyCancelled

    def cancel(self, reason: SessionCancelReason, *, today: date) -> SessionCancelled:
        self.check_planned()
        self.state = SessionState.CANCELLED
        self.cancel_reason = reason
        return SessionCancelled(self.session_id, today, reason)

    def delay(self, minutes: int) -> None:
        """The latest word on it: a smaller one, or none, replaces a larger one."""
        self.check_planned()
        if not 0 <= minutes <= MOST_DELAY_MINUTES:
            raise rules.DelayInvalid
        self.delay_minutes = minutes
