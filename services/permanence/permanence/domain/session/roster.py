"""When somebody consults: the hours, week after week; and the days on which they do not come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from kernel import dated
from kernel.hours import MIDNIGHT, QUARTER, overlap
from permanence.domain.session import rules

LONGEST_LEAVE_DAYS = 366
LONGEST_MINUTES = 12 * 60
LEAST_SLOT_MINUTES, MOST_SLOT_MINUTES = 5, 120
# Beyond these hours a session is a whole day of work: two half-days (our choice: contracts count half-days).
HALF_DAY_MINUTES = 6 * 60


@dataclass(frozen=True, slots=True)
class SessionHours:
    """Half-open minutes of one day, cut into slots; minutes left over at the end are nobody's."""

    starts: int
    ends: int
    slot_minutes: int

    def check(self) -> None:
        """Raises the rule that they break."""
        on_quarters = self.starts % QUARTER == 0 and self.ends % QUARTER == 0
        is_within = 0 <= self.starts < self.ends <= MIDNIGHT and self.ends - self.starts <= LONGEST_MINUTES
        if not (on_quarters and is_within):
            raise rules.SessionHoursInvalid
        if not LEAST_SLOT_MINUTES <= self.slot_minutes <= min(MOST_SLOT_MINUTES, self.ends - self.starts):
            raise rules.SlotInvalid

    @property
    def slots(self) -> int:
        return (self.ends - self.starts) // self.slot_minutes

    @property
    def half_days(self) -> int:
        return half_days(self.ends - self.starts)


def half_days(minutes: int) -> int:
    return 1 if minutes <= HALF_DAY_MINUTES else 2


class Roster:
    """The same hours each week; sessions are planned from it, and live without it."""

    def __init__(
        self,
        roster_id: UUID,
        site: str,
        room_id: UUID,
        practitioner_id: UUID,
        weekday: int,
        hours: SessionHours,
        starts_on: date,
        ends_on: date | None,
    ) -> None:
        self.roster_id = roster_id
        self.site = site
        self.room_id = room_id
        self.practitioner_id = practitioner_id
        self.weekday = weekday
        self.starts = hours.starts
        self.ends = hours.ends
        self.slot_minutes = hours.slot_minutes
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
        hours: SessionHours,
        starts_on: date,
        ends_on: date | None,
        others: Iterable["Roster"] = (),
    ) -> Self:
        """Returns the roster, or raises the rule that forbids it; `others` want the same room or the same person."""
        if not 0 <= weekday <= 6:
            raise rules.WeekdayInvalid
        hours.check()
        if ends_on is not None and ends_on <= starts_on:
            raise rules.RosterDatesInvalid
        roster = cls(roster_id, site, room_id, practitioner_id, weekday, hours, starts_on, ends_on)
        if any(roster.clashes_with(other) for other in others):
            raise rules.RosterClash
        return roster

    @property
    def hours(self) -> SessionHours:
        return SessionHours(self.starts, self.ends, self.slot_minutes)

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
