"""Rooms: opening, withdrawing for some nights, giving back, closing."""

from housing.commands.rooms import CloseRoom, OpenRoom, RestoreRoom, RoomReference, VoidRoom, VoidRoomOutcome
from housing.http.api import AGENTS, blueprint

OPEN_ROOM = blueprint.ask(
    OpenRoom,
    "/houses/<house>/rooms",
    roles=AGENTS,
    answers=RoomReference,
    says="Ouvre une chambre.",
)
VOID_ROOM = blueprint.ask(
    VoidRoom,
    "/houses/<house>/rooms/<room>/voids",
    roles=AGENTS,
    answers=VoidRoomOutcome,
    says="Retire une chambre pour quelques nuits, avec le motif.",
)
RESTORE_ROOM = blueprint.ask(
    RestoreRoom,
    "/houses/<house>/rooms/<room>/voids/<uuid:void_id>/restoration",
    roles=AGENTS,
    answers=RoomReference,
    says="Rend les nuits d'une indisponibilité à partir d'un jour.",
)
CLOSE_ROOM = blueprint.ask(
    CloseRoom,
    "/houses/<house>/rooms/<room>/closing",
    roles=AGENTS,
    answers=RoomReference,
    says="Ferme une chambre.",
)
