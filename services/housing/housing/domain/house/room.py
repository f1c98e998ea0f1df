"""A room of a house: its traits, its dates, and the nights on which it is withdrawn, with the reason."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from housing.domain.house import rules
from housing.domain.house.house import LONGEST_LABEL, House
from housing.domain.stay.period import Period, PeriodEmpty
from kernel.code import checked_code
from kernel.named import Named
from kernel.period import add_months

LONGEST_VOID_NIGHTS = 730


class VoidReason(Named):
    """Why a room is withdrawn."""

    WORKS = "works", "travaux"
    SANITARY = "sanitary", "raison sanitaire"
    RESERVED = "reserved", "réservée par la commune"
    OTHER = "other", "autre motif"


@dataclass(frozen=True, slots=True)
class Void:
    """Nights on which a room is nobody's: they count in no rate of occupancy."""

    void_id: UUID
    period: Period
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """A room may be lodged in."""

    room_id: UUID
    house: str
    room: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class RoomVoided:
    """A room was withdrawn for some nights."""

    void_id: UUID
    room_id: UUID
    house: str
    from_on: date
    until_on: date
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class RoomRestored:
    """A void ended early; on its first day or before, it is as if it had not been."""

    void_id: UUID
    room_id: UUID
    house: str
    restored_on: date


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """Nobody is lodged in the room from that day on."""

    room_id: UUID
    house: str
    closed_on: date


class Room:
    """Where one person sleeps. `voids` is replaced whole, never changed in place."""

    def __init__(
        self,
        room_id: UUID,
        house_id: UUID,
        house: str,
        code: str,
        label: str,
        parking: bool,
        minutes_to_placements: int | None,
        accessible: bool,
        floor: int,
        opened_on: date,
    ) -> None:
        self.room_id = room_id
        self.house_id = house_id
        self.house = house
        self.code = code
        self.label = label
        self.parking = parking
        self.minutes_to_placements = minutes_to_placements
        self.accessible = accessible
        self.floor = floor
        self.opened_on = opened_on
        self.closed_on: date | None = None
        self.voids: list[Void] = []
        self.version = 0

    @classmethod
    def open(
        cls,
        room_id: UUID,
        house: House,
        *,
        code: str,
        label: str,
        parking: bool,
        minutes_to_placements: int | None,
        accessible: bool,
        floor: int,
        opened_on: date,
    ) -> tuple[Self, RoomOpened]:
        """Returns the room and its fact, or raises the rule that forbids it."""
        checked_code(code, rules.RoomCodeMalformed)
        if not label.strip() or len(label) > LONGEST_LABEL:
            raise rules.LabelInvalid
        if opened_on < house.opened_on or (house.closed_on is not None and opened_on >= house.closed_on):
            raise rules.RoomOutsideHouse
        room = cls(
            room_id,
            house.house_id,
            house.code,
            code,
            label,
            parking,
            minutes_to_placements,
            accessible,
            floor,
            opened_on,
        )
        return room, RoomOpened(room_id, house.code, code, opened_on)

    def void(self, void_id: UUID, first_on: date, end_on: date, reason: VoidReason, *, today: date) -> RoomVoided:
        """Withdraws the room for some nights; that nobody sleeps there then is the database's to guard."""
        if end_on <= first_on:
            raise PeriodEmpty(field="end_on")
        if (end_on - first_on).days > LONGEST_VOID_NIGHTS:
            raise rules.VoidTooLong
        if not add_months(today, -12) <= first_on <= add_months(today, 24):
            raise rules.VoidDayInvalid
        period = Period(first_on, end_on)
        self.check_open(period)
        for void in self.voids:
            if shared := void.period.shared_with(period):
                raise rules.VoidOverlap(
                    f"La chambre est déjà retirée du {shared.first:%d/%m/%Y} au {shared.end:%d/%m/%Y} exclu."
                )
        self.voids = sorted([*self.voids, Void(void_id, period, reason)], key=lambda void: void.period)
        return RoomVoided(void_id, self.room_id, self.house, period.first, period.end, reason)

    def restore(self, void_id: UUID, restored_on: date) -> RoomRestored:
        """Gives the nights of a void back from a day on."""
        void = self.void_named(void_id)
        if restored_on >= void.period.end:
            raise rules.VoidOver
        others = [other for other in self.voids if other is not void]
        if restored_on > void.period.first:
            others.append(replace(void, period=Period(void.period.first, restored_on)))
        self.voids = sorted(others, key=lambda other: other.period)
        return RoomRestored(void_id, self.room_id, self.house, restored_on)

    def void_named(self, void_id: UUID) -> Void:
        for void in self.voids:
            if void.void_id == void_id:
                return void
        raise rules.VoidUnknown

    def close(self, closed_on: date, *, booked_until: date | None) -> RoomClosed:
        """Ends the room; `booked_until` is the end of the last night that a stay or a void takes in it."""
        if self.closed_on is not None:
            raise rules.RoomAlreadyClosed
        if closed_on <= self.opened_on:
            raise rules.ClosedBeforeOpening
        if booked_until is not None and booked_until > closed_on:
            raise rules.NightsStillHeld(f"Des nuits sont encore prises jusqu'au {booked_until:%d/%m/%Y}.")
        self.closed_on = closed_on
        return RoomClosed(self.room_id, self.house, closed_on)

    def is_open(self, period: Period) -> bool:
        """Whether the room exists on all these nights; voids are the caller's to see, or the database's."""
        return self.opened_on <= period.first and (self.closed_on is None or period.end <= self.closed_on)

    def check_open(self, period: Period) -> None:
        if not self.is_open(period):
            raise rules.RoomNotOpen
