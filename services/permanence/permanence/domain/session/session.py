"""A session (plage de consultation): one practitioner in one room for some hours of one day, cut into slots."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from kernel.hours import QUARTER, quarters, written_time
from kernel.named import Named
from kernel.rule import blaming
from permanence.domain.practitioner.kind import KindRights, PractitionerKind
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.domain.practitioner.rules import PractitionerNotThere
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave, SessionHours
from permanence.domain.site.site import ConsultingRoom, Site

MOST_DELAY_MINUTES = 600
FURTHEST_DAYS = 366
# One quarter of an hour, counted from midnight, of one room or one person.
Quarter = tuple[UUID, date, int]
# Who is there that day to supervise, in the order of the placement: asked for only when somebody must be.
Supervisors = Callable[[], Sequence[UUID]]


class SessionState(StrEnum):
    """Where a session is."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class SessionCancelReason(Named):
    """Why a session is not held."""

    LEAVE = "leave", "absence du praticien"
    CLOSURE = "closure", "fermeture du site"
    OTHER = "other", "autre"


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
        hours: SessionHours,
        roster_id: UUID | None,
    ) -> None:
        self.session_id = session_id
        self.site = site
        self.room_id = room_id
        self.practitioner_id = practitioner_id
        self.practitioner_kind = practitioner_kind
        self.supervisor_id = supervisor_id
        self.day = day
        self.starts = hours.starts
        self.ends = hours.ends
        self.slot_minutes = hours.slot_minutes
        self.roster_id = roster_id
        self.state = SessionState.PLANNED
        self.delay_minutes = 0
        self.cancel_reason: SessionCancelReason | None = None
        self.version = 0

    @classmethod
    def plan(
        cls,
        session_id: UUID,
        day: date,
        hours: SessionHours,
        *,
        site: Site,
        room: ConsultingRoom,
        practitioner: Practitioner,
        kinds: Sequence[KindRights],
        leaves: Iterable[Leave],
        supervisors: Supervisors,
        taken: Set[Quarter],
        roster_id: UUID | None = None,
    ) -> tuple[Self, SessionPlanned]:
        """Returns the session and its fact, or raises the rule that forbids it.

        `kinds` are the dated rights; `leaves` those of anybody; `taken` which quarters of an hour somebody has.
        """
        room.check_open(day)
        site.check_open(day, hours.starts, hours.ends)
        if any(leave.practitioner_id == practitioner.practitioner_id and leave.covers(day) for leave in leaves):
            raise rules.PractitionerAway
        kind, supervisor_id = _as_what(practitioner, kinds, day, supervisors)
        hours.check()
        session = cls(
            session_id,
            site.code,
            room.room_id,
            practitioner.practitioner_id,
            kind,
            supervisor_id,
            day,
            hours,
            roster_id,
        )
        session._check_free(taken)
        return session, SessionPlanned(
            session_id, site.code, session.practitioner_id, kind, day, hours.slots, hours.half_days
        )

    @property
    def quarters(self) -> Iterator[Quarter]:
        """What the session takes of its room and of its practitioner."""
        for resource_id in (self.room_id, self.practitioner_id):
            for quarter in quarters(self.starts, self.ends):
                yield resource_id, self.day, quarter

    @property
    def slots(self) -> list[Slot]:
        return [
            Slot(number, self.starts + (number - 1) * self.slot_minutes, self.starts + number * self.slot_minutes)
            for number in range(1, (self.ends - self.starts) // self.slot_minutes + 1)
        ]

    def slot(self, number: int) -> Slot:
        """The slot of this number."""
        offered = self.slots
        if not 1 <= number <= len(offered):
            raise rules.SlotUnknown
        return offered[number - 1]

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

    def _check_free(self, taken: Set[Quarter]) -> None:
        """Raises the rule that the room, or the practitioner, is somewhere else at that time, naming it."""
        rule_of = {self.room_id: rules.RoomTaken, self.practitioner_id: rules.PractitionerTaken}
        for resource_id, rule in rule_of.items():
            found = [quarter for of, day, quarter in self.quarters if of == resource_id and (of, day, quarter) in taken]
            if found:
                first, end = written_time(found[0] * QUARTER), written_time((found[-1] + 1) * QUARTER)
                raise rule.filled(day=self.day, starts=first, ends=end)


def check_horizon(day: date, today: date, field: str) -> None:
    if (day - today).days > FURTHEST_DAYS:
        raise rules.PlanTooFar(field=field)


def check_until(until_on: date, today: date) -> None:
    """Rosters are planned from today to a day that is not past, a year ahead at most."""
    if until_on < today:
        raise rules.PlanTooFar
    check_horizon(until_on, today, "until_on")


def _as_what(
    practitioner: Practitioner, kinds: Sequence[KindRights], day: date, supervisors: Supervisors
) -> tuple[PractitionerKind, UUID | None]:
    """The kind of somebody who may consult that day, and whoever supervises it, if somebody must."""
    with blaming("practitioner_id"):
        if not practitioner.is_expected_on(day):
            raise PractitionerNotThere
        rights = practitioner.rights_on(kinds, day)
    if not rights.consults:
        raise rules.MayNotConsult
    if not rights.needs_supervision:
        return rights.kind, None
    there = supervisors()
    if not there:
        raise rules.NotSupervised
    return rights.kind, there[0]
