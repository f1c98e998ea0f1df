"""Where a stay is between request and settled account, and what was asked of its room."""

from dataclasses import dataclass
from enum import StrEnum


class StayState(StrEnum):
    """Where a stay is; the last four are ways out."""

    REQUESTED = "requested"
    WAITLISTED = "waitlisted"
    HELD = "held"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    SETTLED = "settled"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    NOT_ARRIVED = "not_arrived"
    EXPIRED = "expired"

    @property
    def french(self) -> str:
        return _FRENCH[self]

    @property
    def holds_room(self) -> bool:
        return self in WITH_ROOM

    @property
    def is_over(self) -> bool:
        return self in _OVER


_FRENCH = {
    StayState.REQUESTED: "demandé",
    StayState.WAITLISTED: "en liste d'attente",
    StayState.HELD: "en option",
    StayState.CONFIRMED: "confirmé",
    StayState.ARRIVED: "en cours",
    StayState.DEPARTED: "terminé",
    StayState.SETTLED: "soldé",
    StayState.REFUSED: "refusé",
    StayState.CANCELLED: "annulé",
    StayState.NOT_ARRIVED: "non honoré",
    StayState.EXPIRED: "échu",
}
WAITING = (StayState.REQUESTED, StayState.WAITLISTED, StayState.HELD)
LEFT = (StayState.DEPARTED, StayState.SETTLED)
WITH_ROOM = (StayState.HELD, StayState.CONFIRMED, StayState.ARRIVED, *LEFT)
_OVER = (*LEFT, StayState.REFUSED, StayState.CANCELLED, StayState.NOT_ARRIVED, StayState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks of a room: a parking space if there is one, an accessible room or none."""

    parking: bool = False
    accessible: bool = False
