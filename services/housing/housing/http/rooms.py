"""Commands about rooms: opening, withdrawing for some nights, giving back, closing."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, civil_day, flag, reference, text, whole
from chassis.http.routes import run
from housing.commands.houses import CloseRoom, OpenRoom, RestoreRoom, VoidRoom
from housing.domain.house.room import VoidReason
from housing.http.api import AGENTS, blueprint
from housing.http.words import LONGEST_NAME, room_code


class OpenRoomBody(Body):
    room = room_code()
    label = text("Nom de la chambre.", longest=LONGEST_NAME)
    opened_on = civil_day("Première nuit possible")
    parking = flag("Avec une place de stationnement.", required=False)
    minutes_to_placements = whole("Minutes jusqu'aux terrains de stage.", most=600, required=False)
    accessible = flag("Accessible à une personne à mobilité réduite.", required=False)
    floor = whole("Étage ; 0 : rez-de-chaussée.", least=-5, most=100, required=False)


class VoidRoomBody(Body):
    first_on = civil_day("Première nuit indisponible")
    end_on = civil_day("Première nuit de nouveau disponible")
    reason = choice(VoidReason, "Pourquoi.")


class RestoreRoomBody(Body):
    restored_on = civil_day("Première nuit de nouveau disponible")


class CloseRoomBody(Body):
    closed_on = civil_day("Première nuit qui n'est plus offerte")


class RoomReference(Answer):
    room_id = reference("La chambre.")


class RoomVoidedAnswer(RoomReference):
    void_id = reference("L'indisponibilité, pour y mettre fin plus tôt.")


@blueprint.command("/houses/<house>/rooms", asks=OpenRoomBody, answers=RoomReference, roles=AGENTS)
def open_room(asked: dict[str, Any], house: str) -> Outcome:
    """Ouvre une chambre."""
    return run(OpenRoom(house=house, **asked))


@blueprint.command("/houses/<house>/rooms/<room>/voids", asks=VoidRoomBody, answers=RoomVoidedAnswer, roles=AGENTS)
def void_room(asked: dict[str, Any], house: str, room: str) -> Outcome:
    """Retire une chambre pour quelques nuits, avec le motif."""
    return run(VoidRoom(house=house, room=room, **asked))


@blueprint.command(
    "/houses/<house>/rooms/<room>/voids/<uuid:void_id>/restoration",
    asks=RestoreRoomBody,
    answers=RoomReference,
    roles=AGENTS,
)
def restore_room(asked: dict[str, Any], house: str, room: str, void_id: UUID) -> Outcome:
    """Rend les nuits d'une indisponibilité à partir d'un jour."""
    return run(RestoreRoom(house=house, room=room, void_id=void_id, **asked))


@blueprint.command("/houses/<house>/rooms/<room>/closing", asks=CloseRoomBody, answers=RoomReference, roles=AGENTS)
def close_room(asked: dict[str, Any], house: str, room: str) -> Outcome:
    """Ferme une chambre."""
    return run(CloseRoom(house=house, room=room, **asked))
