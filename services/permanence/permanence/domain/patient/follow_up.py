"""Whether a patient is followed, how that ends and begins again, and how long the record is kept afterwards."""

from datetime import date
from enum import StrEnum

from kernel.named import Named
from kernel.period import add_months


class FollowUp(StrEnum):
    """A patient is followed from the registration on, until an exit."""

    FOLLOWED = "followed"
    EXITED = "exited"


class ExitReason(Named):
    """Why the permanence follows somebody no more; `lost` is lost from sight."""

    FOUND_GP = "found_gp", "a trouvé un médecin traitant"
    MOVED = "moved", "a déménagé"
    DECEASED = "deceased", "est décédé(e)"
    LOST = "lost", "perdu(e) de vue"
    OWN_REQUEST = "own_request", "à sa demande"


class MedecinTraitantChange(Named):
    """What happened to the médecin traitant of somebody, outside a declaration filed here."""

    FOUND = "found", "a trouvé un médecin traitant"
    LOST = "lost", "n'a plus de médecin traitant"


class ErasureAnswer(StrEnum):
    """What becomes of a request for erasure (RGPD art. 17)."""

    RETAINED = "retained"
    PURGED = "purged"


GROUND = (
    "Le dossier d'une personne soignée se conserve jusqu'au terme de sa durée de conservation : l'effacement ne s'y "
    "applique pas avant (RGPD, article 17.3, points b et c). L'identité sera détruite au terme."
)


def retained_until(last_care_on: date | None, years: int) -> date | None:
    """The first day on which nothing retains the record; None when nobody was cared for: then nothing does."""
    return None if last_care_on is None else add_months(last_care_on, 12 * years)
