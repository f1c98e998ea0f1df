"""A site of the antenna: where it is, when it is open, its consulting rooms, and the documents that it works under."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from kernel.code import checked_code
from kernel.dated import latest_on
from kernel.holiday import holiday_on
from kernel.named import Named
from kernel.numbers import checked_finess, has_finess_key
from permanence.domain.site import rules
from permanence.domain.site.opening_hours import WEEKDAYS, OpenHours, WeekHours, checked_week
from permanence.domain.site.signed_document import SignedDocument

LONGEST_LABEL = 120
LONGEST_PHONE = 40
LONGEST_ADDRESS = 200
LONGEST_REASON = 200
LONGEST_CLOSURE_DAYS = 366
MOST_ROOMS = 50
MOST_DOCUMENTS = 100
MOST_WEEKS = 100
MOST_CLOSURES = 500


@dataclass(frozen=True, slots=True)
class SiteOpened:
    """The antenna receives in one place more; `rooms` is how many it opened with."""

    site_id: UUID
    site: str
    commune: str
    rooms: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class SiteClosed:
    """The site receives nobody from that day on."""

    site_id: UUID
    site: str
    closed_on: date


class SiteWarning(Named):
    """What is recorded of a site and worth a look."""

    FINESS_KEY = "FINESS_KEY", "La clé de ce numéro FINESS paraît fausse : relisez-le."


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which the site is shut, from `first_on` to the day before `end_on`; `reason` is told to the public."""

    closure_id: UUID
    first_on: date
    end_on: date
    reason: str

    def covers(self, day: date) -> bool:
        return self.first_on <= day < self.end_on


class ConsultingRoom:
    """Where one practitioner receives at a time (cabinet de consultation).

    Part of its site, which its version counts; sessions lock it by itself, so it has a row of its own.
    """

    def __init__(self, room_id: UUID, code: str, label: str, opened_on: date) -> None:
        self.room_id = room_id
        self.code = checked_code(code, rules.CodeMalformed, "room")
        self.label = checked_label(label)
        self.opened_on = opened_on
        self.closed_on: date | None = None

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def check_open(self, day: date) -> None:
        if not self.is_open(day):
            raise rules.RoomClosedThen


class Site:
    """Its lists hold values and are replaced whole, never changed in place; rooms have rows of their own."""

    def __init__(self, site_id: UUID, code: str, commune: str, opened_on: date) -> None:
        self.site_id = site_id
        self.code = code
        self.commune = commune
        self.opened_on = opened_on
        self.closed_on: date | None = None
        self.label = ""
        self.finess: str | None = None
        self.phone: str | None = None
        self.address: str | None = None
        self.hours: list[WeekHours] = []
        self.closures: list[Closure] = []
        self.documents: list[SignedDocument] = []
        self.rooms: list[ConsultingRoom] = []
        self.version = 0

    @classmethod
    def open(
        cls,
        site_id: UUID,
        *,
        code: str,
        label: str,
        commune: str,
        opened_on: date,
        antenna_opened_on: date,
        rooms: Sequence[ConsultingRoom],
        hours: Sequence[OpenHours],
        finess: str | None = None,
        phone: str | None = None,
        address: str | None = None,
    ) -> tuple[Self, SiteOpened]:
        """Returns the site and its fact, or raises the rule that forbids it."""
        if opened_on < antenna_opened_on:
            raise rules.OpeningTooEarly
        site = cls(site_id, checked_code(code, rules.CodeMalformed, "site"), commune, opened_on)
        site.describe(label=label, finess=finess, phone=phone, address=address)
        site.hours = [checked_week(opened_on, hours)]
        for room in rooms:
            site.open_room(room)
        return site, SiteOpened(site_id, code, commune, len(site.rooms), opened_on)

    @property
    def warnings(self) -> tuple[SiteWarning, ...]:
        return () if self.finess is None or has_finess_key(self.finess) else (SiteWarning.FINESS_KEY,)

    def describe(self, *, label: str, finess: str | None, phone: str | None, address: str | None) -> None:
        """Replaces all that people read of the site."""
        number = None if finess is None else checked_finess(finess, rules.FinessMalformed)
        if phone is not None and len(phone) > LONGEST_PHONE:
            raise rules.ContactInvalid
        if address is not None and len(address) > LONGEST_ADDRESS:
            raise rules.ContactInvalid(field="address")
        self.label, self.finess, self.phone, self.address = checked_label(label), number, phone, address

    def set_hours(self, starts_on: date, days: Sequence[OpenHours]) -> None:
        """Decides an ordinary week from a day on; sessions that are planned stay, to be looked at by people."""
        week = checked_week(max(starts_on, self.opened_on), days)
        others = [other for other in self.hours if other.starts_on != week.starts_on]
        if len(others) >= MOST_WEEKS:
            raise rules.SiteFull
        self.hours = sorted([*others, week], key=lambda other: other.starts_on)

    def open_room(self, room: ConsultingRoom) -> None:
        if not self.is_open_on(room.opened_on):
            raise rules.RoomOutsideSite
        if any(other.code == room.code for other in self.rooms):
            raise rules.RoomCodeTaken
        if len(self.rooms) >= MOST_ROOMS:
            raise rules.SiteFull
        self.rooms.append(room)

    def close_room(self, code: str, closed_on: date, *, planned_until: date | None) -> None:
        """Ends a room; `planned_until` is the day of the last session that is still planned in it."""
        room = self.room_named(code)
        if room.closed_on is not None:
            raise rules.RoomAlreadyClosed
        if closed_on <= room.opened_on:
            raise rules.ClosedBeforeOpening
        _check_nothing_planned(closed_on, planned_until)
        room.closed_on = closed_on

    def room_named(self, code: str) -> ConsultingRoom:
        for room in self.rooms:
            if room.code == code:
                return room
        raise rules.RoomUnknown

    def decide_closure(self, closure_id: UUID, first_on: date, end_on: date, reason: str) -> None:
        """Shuts the site for some days; the sessions of these are the handler's to cancel."""
        if not 0 < (end_on - first_on).days <= LONGEST_CLOSURE_DAYS:
            raise rules.ClosureInvalid
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise rules.ClosureReasonInvalid
        for other in self.closures:
            if other.first_on < end_on and first_on < other.end_on:
                raise rules.ClosureOverlap(
                    f"Le site est déjà fermé du {other.first_on:%d/%m/%Y} au {other.end_on:%d/%m/%Y} exclu."
                )
        if len(self.closures) >= MOST_CLOSURES:
            raise rules.SiteFull
        closure = Closure(closure_id, first_on, end_on, reason.strip())
        self.closures = sorted([*self.closures, closure], key=lambda other: other.first_on)

    def cancel_closure(self, closure_id: UUID) -> None:
        others = [closure for closure in self.closures if closure.closure_id != closure_id]
        if len(others) == len(self.closures):
            raise rules.ClosureUnknown
        self.closures = others

    def sign_document(self, document: SignedDocument) -> None:
        if any((other.kind, other.version) == (document.kind, document.version) for other in self.documents):
            raise rules.DocumentTwice
        if len(self.documents) >= MOST_DOCUMENTS:
            raise rules.SiteFull
        self.documents = sorted([*self.documents, document], key=lambda other: other.signed_on)

    def close(self, closed_on: date, *, planned_until: date | None) -> SiteClosed:
        """Ends the site and its rooms; `planned_until` is the day of the last session that is still planned."""
        if self.closed_on is not None:
            raise rules.SiteAlreadyClosed
        if closed_on <= max([self.opened_on, *(room.opened_on for room in self.rooms)]):
            raise rules.ClosedBeforeOpening
        _check_nothing_planned(closed_on, planned_until)
        self.closed_on = closed_on
        for room in self.rooms:
            room.closed_on = min(room.closed_on or closed_on, closed_on)
        return SiteClosed(self.site_id, self.code, closed_on)

    def is_open_on(self, day: date) -> bool:
        """Between its opening and its closing; whether it receives that day is `check_open`'s to say."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def closed_because(self, day: date) -> str | None:
        """Why nobody is received on a day, in French; None on an ordinary day, whose hours may yet be none."""
        if not self.is_open_on(day):
            return "le site n'est pas ouvert à cette date"
        for closure in self.closures:
            if closure.covers(day):
                return f"fermeture ({closure.reason})"
        holiday = holiday_on(self.commune, day)
        return None if holiday is None else f"jour férié ({holiday})"

    def hours_on(self, day: date) -> list[OpenHours]:
        """The opening hours of a day, in order; none on a day when nobody is received."""
        week = latest_on(self.hours, day)
        return [] if week is None or self.closed_because(day) else week.on(day.weekday())

    def check_open(self, day: date, starts: int, ends: int) -> None:
        """Raises the rule that nobody is received in a closed site, saying why."""
        because = self.closed_because(day)
        if because is None:
            hours = self.hours_on(day)
            if any(open_.starts <= starts and ends <= open_.ends for open_ in hours):
                return
            told = " et ".join(open_.french for open_ in hours)
            because = f"le {WEEKDAYS[day.weekday()]}, le site " + (f"ouvre {told}" if told else "n'ouvre pas")
        raise rules.SiteClosedThen(f"Fermé le {day:%d/%m/%Y} à ces heures : {because}.")


def checked_label(label: str) -> str:
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise rules.LabelInvalid
    return label


def _check_nothing_planned(closed_on: date, planned_until: date | None) -> None:
    if planned_until is not None and planned_until >= closed_on:
        raise rules.SessionStillPlanned(f"Des plages y sont encore prévues jusqu'au {planned_until:%d/%m/%Y}.")
