"""Looking somebody up by a whole name, a birth date or a phone: every identity that is shown leaves its audit row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from chassis.core.audit import Reading
from chassis.core.keyring import Keyring
from permanence.domain.patient.duplicates import sought
from permanence.domain.patient.identity import Identity
from permanence.store.identities import digests, having, identities

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One person who was found."""

    patient_id: Annotated[UUID, "Le patient."]
    identity: Annotated[Identity, "Qui c'est."]


@dataclass(frozen=True, slots=True)
class FoundPatients:
    patients: Annotated[
        Sequence[Annotated[Found, "Un patient."]], f"Au plus {MOST_FOUND}, les premiers enregistrés d'abord."
    ]


def found_patients(
    reading: Reading, keyring: Keyring, *, name: str | None, birth_on: date | None, phone: str | None
) -> Sequence[Found]:
    """Those who have every trait that was given, whose names are exact and whole; who registered first comes first."""
    references = having(reading.session, digests(keyring, sought(name, birth_on, phone)), MOST_FOUND)
    known = identities(reading, references)
    return [Found(patient_id, known[patient_id]) for patient_id in references if patient_id in known]


def identities_of(reading: Reading, patient_ids: Collection[UUID]) -> Mapping[UUID, Identity]:
    """Who these patients are, those who are unknown or purged left out."""
    return identities(reading, patient_ids)


def identity_of(reading: Reading, patient_id: UUID) -> Identity | None:
    """Who a patient is, unless nobody has this reference or it was purged: then nothing is read."""
    return identities(reading, [patient_id]).get(patient_id)
