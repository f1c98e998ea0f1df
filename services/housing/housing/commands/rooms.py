"""What a town asks of the rooms of its houses: opening, withdrawing for some nights, giving back, closing."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from housing.commands.words import LONGEST_NAME, HouseCode, RoomCode, RoomId
from housing.domain.house.room import VoidReason
from kernel.said import Between, Longest


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Opens a room."""

    house: HouseCode
    room: RoomCode
    label: Annotated[str, "Nom de la chambre.", Longest(LONGEST_NAME)]
    opened_on: Annotated[date, "Première nuit possible"]
    parking: Annotated[bool, "Avec une place de stationnement."] = False
    minutes_to_placements: Annotated[int | None, "Minutes jusqu'aux terrains de stage.", Between(0, 600)] = None
    accessible: Annotated[bool, "Accessible à une personne à mobilité réduite."] = False
    floor: Annotated[int, "Étage ; 0 : rez-de-chaussée.", Between(-5, 100)] = 0


@dataclass(frozen=True, slots=True)
class VoidRoom:
    """Withdraws a room for some nights."""

    house: HouseCode
    room: RoomCode
    first_on: Annotated[date, "Première nuit indisponible"]
    end_on: Annotated[date, "Première nuit de nouveau disponible"]
    reason: Annotated[VoidReason, "Pourquoi."]


@dataclass(frozen=True, slots=True)
class RestoreRoom:
    """Gives back the nights of a void from a day on."""

    house: HouseCode
    room: RoomCode
    void_id: Annotated[UUID, "Le retrait."]
    restored_on: Annotated[date, "Première nuit de nouveau disponible"]


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """Closes a room for good."""

    house: HouseCode
    room: RoomCode
    closed_on: Annotated[date, "Première nuit qui n'est plus offerte"]


@dataclass(frozen=True, slots=True)
class RoomReference:
    room_id: RoomId


@dataclass(frozen=True, slots=True)
class VoidRoomOutcome(RoomReference):
    void_id: Annotated[UUID, "L'indisponibilité, pour y mettre fin plus tôt."]
