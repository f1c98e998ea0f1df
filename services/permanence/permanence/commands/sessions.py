"""Consultation sessions and the roster they come from; times are minutes since midnight in Paris."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.session.roster import LeaveReason
from permanence.domain.session.session import SessionCancelReason


@dataclass(frozen=True, slots=True)
class SetRoster:
    """Somebody will consult each week at these hours, in this room; `weekday` 0 is Monday."""

    site: str
    room: str
    practitioner_id: UUID
    weekday: int
    starts: int
    ends: int
    slot_minutes: int
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class StopRoster:
    """No more sessions are planned from it from `ends_on` on; those that are planned stay."""

    roster_id: UUID
    ends_on: date


@dataclass(frozen=True, slots=True)
class PlanSessions:
    """Makes the sessions of a site's rosters that are not there yet, from today to `until_on` inclusive."""

    site: str
    until_on: date


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Plans one session outside any roster."""

    site: str
    room: str
    practitioner_id: UUID
    day: date
    starts: int
    ends: int
    slot_minutes: int


@dataclass(frozen=True, slots=True)
class CancelSession:
    """The session is not held; its patients go to the waiting list."""

    session_id: UUID
    reason: SessionCancelReason


@dataclass(frozen=True, slots=True)
class RecordLeave:
    """A practitioner does not come from `first_on` to the day before `end_on`: the sessions then are cancelled."""

    practitioner_id: UUID
    first_on: date
    end_on: date
    reason: LeaveReason


@dataclass(frozen=True, slots=True)
class RecordDelay:
    """The session runs late; 0 is on time again."""

    session_id: UUID
    minutes: int
