"""When somebody consults week after week, and the days on which they do not come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from kernel.hours import overlap
from permanence.domain.session import rules
from permanence.domain.session.hours import check_hours, slot_count

LONGEST_LEAVE_DAYS = 366


@dataclass(frozen=True, slots=True)
class RosterSet:
    """Somebody will consult each week at these hours."""

    roster_id: UUID


@dataclass(frozen=True, slots=True)
class RosterStopped:
    """Somebody consults at these hours no more from `ends_on` on."""

    roster_id: UUID
    ends_on: date


class Roster:
    """The same hours each week; sessions are planned from it, and live without it."""

    def __init__(
        self,
        roster_id: UUID,
        site: str,
        room_id: UUID,
        practitioner_id: UUID,
        weekday: int,
        starts: int,
        ends: int,
        slot_minutes: int,
        starts_on: date,
        ends_on: date | None,
    ) -> None:
        self.roster_id = roster_id
        self.site = site
        self.room_id = room_id
        self.practitioner_id = practitioner_id
        self.weekday = weekday
        self.starts = starts
        self.ends = ends
        self.slot_minutes = slot_minutes
        self.starts_on = starts_on
        self.ends_on = ends_on
        self.version = 0

    @classmethod
    def set(
        cls,
        roster_id: UUID,
        *,
        site: str,
        room_id: UUID,
        practitioner_id: UUID,
        weekday: int,
        starts: int,
        ends: int,
        slot_minutes: int,
        starts_on: date,
        ends_on: date | None,
    ) -> tuple[Self, RosterSet]:
        """Returns the roster and its fact, or raises the rule that forbids it."""
        if not 0 <= weekday <= 6:
            raise rules.WeekdayInvalid
        check_hours(starts, ends)
        slot_count(starts, ends, slot_minutes)
        if ends_on is not None and ends_on <= starts_on:
            raise rules.RosterDatesInvalid
        roster = cls(roster_id, site, room_id, practitioner_id, weekday, starts, ends, slot_minutes, starts_on, ends_on)
        return roster, RosterSet(roster_id)

    def stop(self, ends_on: date) -> RosterStopped:
        """Days already planned stay as they are; an earlier end replaces a later one, never the reverse."""
        if ends_on < self.starts_on or (self.ends_on is not None and ends_on > self.ends_on):
            raise rules.RosterDatesInvalid
        self.ends_on = ends_on
        return RosterStopped(self.roster_id, ends_on)

    def is_on(self, day: date) -> bool:
        is_in_force = self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
        return is_in_force and day.weekday() == self.weekday

    def clashes_with(self, other: "Roster") -> bool:
        """Whether both would want one room, or one person, at one time of one day."""
        if self.room_id != other.room_id and self.practitioner_id != other.practitioner_id:
            return False
        same_days = self.weekday == other.weekday and _meet(self, other) and _meet(other, self)
        return same_days and overlap(self.starts, self.ends, other.starts, other.ends)


def _meet(first: Roster, second: Roster) -> bool:
    return first.ends_on is None or second.starts_on < first.ends_on


class LeaveReason(StrEnum):
    """Why a practitioner does not come; never what somebody suffers from."""

    HOLIDAY = "holiday"
    TRAINING = "training"
    UNPLANNED = "unplanned"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LeaveRecorded:
    """A practitioner will not come on these days."""

    leave_id: UUID


class Leave:
    """The days, from `first_on` to the day before `end_on`, on which a practitioner does not come."""

    def __init__(
        self, leave_id: UUID, practitioner_id: UUID, first_on: date, end_on: date, reason: LeaveReason
    ) -> None:
        self.leave_id = leave_id
        self.practitioner_id = practitioner_id
        self.first_on = first_on
        self.end_on = end_on
        self.reason = reason
        self.version = 0

    @classmethod
    def record(
        cls, leave_id: UUID, practitioner_id: UUID, first_on: date, end_on: date, reason: LeaveReason
    ) -> tuple[Self, LeaveRecorded]:
        if not 0 < (end_on - first_on).days <= LONGEST_LEAVE_DAYS:
            raise rules.LeaveDatesInvalid
        return cls(leave_id, practitioner_id, first_on, end_on, reason), LeaveRecorded(leave_id)

    def covers(self, day: date) -> bool:
        return self.first_on <= day < self.end_on
