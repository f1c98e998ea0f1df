"""Looking somebody up by a whole name, a birth date or a phone: every identity that is shown leaves its audit row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.core.audit import Reading
from chassis.core.keyring import Keyring
from kernel.name import normalised
from permanence.domain.patient.duplicates import Trait
from permanence.domain.patient.identity import Identity, written_phone
from permanence.domain.patient.rules import SearchEmpty
from permanence.store.identities import digests, having, identities

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One person who was found."""

    patient_id: UUID
    identity: Identity


def found_patients(
    reading: Reading, keyring: Keyring, *, name: str | None, birth_on: date | None, phone: str | None
) -> Sequence[Found]:
    """Those who have every trait that was given, those registered first coming first; their names are exact and whole.

    A name is a family name, or given and family names in either order; accents, case and hyphens do not matter.
    """
    wanted = [
        *([(Trait.NAME, normalised(name))] if name and name.strip() else []),
        *([(Trait.BIRTH_ON, birth_on.isoformat())] if birth_on else []),
        *([(Trait.PHONE, written_phone(phone))] if phone and phone.strip() else []),
    ]
    if not wanted:
        raise SearchEmpty
    references = having(reading.session, digests(keyring, wanted), MOST_FOUND)
    known = identities(reading, references)
    return [Found(patient_id, known[patient_id]) for patient_id in references if patient_id in known]


def identity_of(reading: Reading, patient_id: UUID) -> Identity | None:
    """Who a patient is, unless nobody has this reference or it was purged: then nothing is read."""
    return identities(reading, [patient_id]).get(patient_id)
