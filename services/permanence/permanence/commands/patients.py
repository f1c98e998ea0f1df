"""Commands about patients: who is registered, and what is known of them."""

from dataclasses import dataclass
from datetime import date

from permanence.domain.patient import NoMedecinTraitantReason


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    """Registers a person without médecin traitant; `commune` is the INSEE code of the home."""

    registered_on: date
    birth_on: date
    commune: str
    ald: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason
