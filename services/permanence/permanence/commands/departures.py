"""A doctor leaves, and what ends with that."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from permanence.commands.words import ThePractitioner


@dataclass(frozen=True, slots=True)
class DepartPractitioner:
    """Ends every declaration that names this practitioner alone; their patients return to the queue."""

    practitioner_id: ThePractitioner
    left_on: Annotated[date, "Premier jour d'absence"]


@dataclass(frozen=True, slots=True)
class DepartPractitionerOutcome:
    sessions: Annotated[int, "Plages annulées ; leurs patients sont dans la file d'attente."]
    ended: Annotated[int, "Déclarations terminées."]
    continued: Annotated[int, "Déclarations conjointes qui continuent avec les autres médecins."]
    abandoned: Annotated[int, "Déclarations abandonnées avant leur dépôt."]
    returned: Annotated[int, "Patients revenus dans la file d'attente."]
