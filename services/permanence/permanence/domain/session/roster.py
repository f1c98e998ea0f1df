"""When somebody consults week after week, and the days on which they do not come."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from kernel import dated
from kernel.hours import overlap
from permanence.domain.session import rules
from permanence.domain.session.hours import check_hours, slot_count

LONGEST_LEAVE_DAYS = 366


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
    ) -> Self:
        """Returns the roster, or raises the rule that forbids it."""
        if not 0 <= weekday <= 6:
            raise rules.WeekdayInvalid
        check_hours(starts, ends)
        slot_count(starts, ends, slot_minutes)
        if ends_on is not None and ends_on <= starts_on:
            raise rules.RosterDatesInvalid
        return cls(roster_id, site, room_id, practitioner_id, weekday, starts, ends, slot_minutes, starts_on, ends_on)

    def stop(self, ends_on: date) -> None:
        """Days already planned stay as they are; an earlier end replaces a later one, never the reverse."""
        if ends_on < self.starts_on or (self.ends_on is not None and ends_on > self.ends_on):
            raise rules.RosterDatesInvalid
        self.ends_on = ends_on

    def is_on(self, day: date) -> bool:
        return dated.in_force(self, day) and day.weekday() == self.weekday

    def clashes_with(self, other: "Roster") -> bool:
        """Whether both would want one room, or one person, at one time of one day."""
        if self.room_id != other.room_id and self.practitioner_id != other.practitioner_id:
            return False
        same_days = self.weekday == other.weekday and dated.overlap(self, other)
        return same_days and overlap(self.starts, self.ends, other.starts, other.ends)


class LeaveReason(StrEnum):
    """Why a practitioner does not come; never what somebody suffers from."""

    HOLIDAY = "holiday"
    TRAINING = "training"
    UNPLANNED = "unplanned"
    OTHER = "other"


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
    def record(cls, leave_id: UUID, practitioner_id: UUID, first_on: date, end_on: date, reason: LeaveReason) -> Self:
        if not 0 < (end_on - first_on).days <= LONGEST_LEAVE_DAYS:
            raise rules.LeaveDatesInvalid
        return cls(leave_id, practitioner_id, first_on, end_on, reason)

    def covers(self, day: date) -> bool:
        return self.first_on <= day < self.end_on
