"""Where a stay is between request and settled account, and what was asked of its room."""

from dataclasses import dataclass
from typing import Annotated

from kernel.named import Named


class StayState(Named):
    """Where a stay is; the last four are ways out."""

    REQUESTED = "requested", "demandé"
    WAITLISTED = "waitlisted", "en liste d'attente"
    HELD = "held", "en option"
    CONFIRMED = "confirmed", "confirmé"
    ARRIVED = "arrived", "en cours"
    DEPARTED = "departed", "terminé"
    SETTLED = "settled", "soldé"
    REFUSED = "refused", "refusé"
    CANCELLED = "cancelled", "annulé"
    NOT_ARRIVED = "not_arrived", "non honoré"
    EXPIRED = "expired", "échu"

    @property
    def holds_room(self) -> bool:
        return self in WITH_ROOM

    @property
    def is_over(self) -> bool:
        return self in _OVER


WAITING = (StayState.REQUESTED, StayState.WAITLISTED, StayState.HELD)
LEFT = (StayState.DEPARTED, StayState.SETTLED)
WITH_ROOM = (StayState.HELD, StayState.CONFIRMED, StayState.ARRIVED, *LEFT)
_OVER = (*LEFT, StayState.REFUSED, StayState.CANCELLED, StayState.NOT_ARRIVED, StayState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks of a room: a parking space if there is one, an accessible room or none."""

    wants_parking: Annotated[bool, "Souhaite une place de stationnement."] = False
    needs_accessible: Annotated[bool, "A besoin d'une chambre accessible."] = False
