"""Where a declaration of médecin traitant is, how it reached the fund, and why it no longer holds."""

from datetime import date
from enum import StrEnum


class DeclarationState(StrEnum):
    """Where a declaration is; one filed on paper becomes active, presumed, on the day that it was told when filed."""

    AWAITING_CONSENT = "awaiting_consent"
    DRAFTED = "drafted"
    SIGNED = "signed"
    FILED = "filed"
    ACTIVE = "active"
    REJECTED = "rejected"
    ENDED = "ended"
    ABANDONED = "abandoned"

    @property
    def french(self) -> str:
        return _FRENCH[self]

    @property
    def is_before_filing(self) -> bool:
        return self in (DeclarationState.AWAITING_CONSENT, DeclarationState.DRAFTED, DeclarationState.SIGNED)

    @property
    def is_current(self) -> bool:
        """Filed, and neither rejected nor ended: a patient has one at most."""
        return self in (DeclarationState.FILED, DeclarationState.ACTIVE)


_FRENCH = {
    DeclarationState.AWAITING_CONSENT: "en attente d'un accord",
    DeclarationState.DRAFTED: "à signer",
    DeclarationState.SIGNED: "signée",
    DeclarationState.FILED: "déposée",
    DeclarationState.ACTIVE: "active",
    DeclarationState.REJECTED: "refusée par la caisse",
    DeclarationState.ENDED: "terminée",
    DeclarationState.ABANDONED: "abandonnée",
}


class Channel(StrEnum):
    """How a declaration reaches the fund: online with the carte Vitale, or paper form S3704."""

    ONLINE = "online"
    PAPER = "paper"


class EndReason(StrEnum):
    """Why a declaration no longer holds."""

    DOCTOR_LEFT = "doctor_left"
    PATIENT_CHANGED = "patient_changed"
    DECEASED = "deceased"
    REPLACED = "replaced"


def state_on(state: DeclarationState, active_on: date | None, day: date) -> DeclarationState:
    """The state that people read: what was filed on paper is active once the presumed day has come."""
    is_presumed = state is DeclarationState.FILED and active_on is not None and active_on <= day
    return DeclarationState.ACTIVE if is_presumed else state
