"""Where a declaration of médecin traitant is, how it reached the fund, and why it no longer holds."""

from datetime import date

from kernel.named import Named


class DeclarationState(Named):
    """Where a declaration is; one filed on paper becomes active, presumed, on the day that it was told when filed."""

    AWAITING_CONSENT = "awaiting_consent", "en attente d'un accord"
    DRAFTED = "drafted", "à signer"
    SIGNED = "signed", "signée"
    FILED = "filed", "déposée"
    ACTIVE = "active", "active"
    REJECTED = "rejected", "refusée par la caisse"
    ENDED = "ended", "terminée"
    ABANDONED = "abandoned", "abandonnée"

    @property
    def is_before_filing(self) -> bool:
        return self in (DeclarationState.AWAITING_CONSENT, DeclarationState.DRAFTED, DeclarationState.SIGNED)

    @property
    def is_current(self) -> bool:
        """Filed, and neither rejected nor ended: a patient has one at most."""
        return self in (DeclarationState.FILED, DeclarationState.ACTIVE)


class Channel(Named):
    """How a declaration reaches the fund: online with the carte Vitale, or paper form S3704."""

    ONLINE = "online", "en ligne, avec la carte Vitale"
    PAPER = "paper", "sur papier (S3704)"


class EndReason(Named):
    """Why a declaration no longer holds."""

    DOCTOR_LEFT = "doctor_left", "départ du médecin"
    PATIENT_CHANGED = "patient_changed", "la personne a changé de médecin"
    DECEASED = "deceased", "décès"
    REPLACED = "replaced", "remplacée par une autre"


def state_on(state: DeclarationState, active_on: date | None, day: date) -> DeclarationState:
    """The state that people read: what was filed on paper is active once the presumed day has come."""
    is_presumed = state is DeclarationState.FILED and active_on is not None and active_on <= day
    return DeclarationState.ACTIVE if is_presumed else state
