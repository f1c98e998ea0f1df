"""How long a care record is kept, and what is answered to somebody who asks to be erased."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from permanence.domain.patient.ald import months_later


class ErasureAnswer(StrEnum):
    """What becomes of a request for erasure (RGPD art. 17)."""

    RETAINED = "retained"
    PURGED = "purged"


GROUND = (
    "Le dossier d'une personne soignée se conserve jusqu'au terme de sa durée de conservation : l'effacement ne s'y "
    "applique pas avant (RGPD, article 17.3, points b et c). L'identité sera détruite au terme."
)


@dataclass(frozen=True, slots=True)
class ErasureAnswered:
    """A person asked to be erased; what is retained is so until `retained_until_on`."""

    patient_id: UUID
    answered_on: date
    answer: ErasureAnswer
    retained_until_on: date | None


def retained_until(last_care_on: date | None, years: int) -> date | None:
    """The first day on which nothing retains the record; None when nobody was cared for: then nothing does."""
    return None if last_care_on is None else months_later(last_care_on, 12 * years)
