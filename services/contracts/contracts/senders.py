"""Who may say what: each service its own facts, and the partners' door, with their name, what partners claim."""

from contracts.catalogue.event_type import DOOR, PARTNERS, EventType
from contracts.rejection import Rejected, RejectionCode


def check_sender(entry: EventType, source: str, partner: str | None) -> None:
    """Raises `Rejected` when this source may not say events of this type."""
    antenna, service = source.removeprefix("/").split("/")
    if service != entry.owner or antenna == PARTNERS:
        raise Rejected(
            RejectionCode.SENDER_INCONSISTENCY, "la source n'est pas le service propriétaire de ce type", "source"
        )
    if entry.is_claim and source != DOOR:
        raise Rejected(
            RejectionCode.SENDER_INCONSISTENCY, f"une déclaration de partenaire ne vient que de {DOOR}", "source"
        )
    if entry.is_claim and not partner:
        raise Rejected(
            RejectionCode.SENDER_INCONSISTENCY, "une déclaration dit de quel partenaire elle vient", "partner"
        )
