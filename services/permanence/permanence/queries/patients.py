"""What may be read of patients without opening an identity: one, those with a proof to show, files that look alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.duplicates import Trait
from permanence.domain.patient.eligibility import Eligibility, NoMedecinTraitantReason, Override, UnmetCondition
from permanence.domain.patient.follow_up import ExitReason, FollowUp
from permanence.domain.patient.ins import INSStatus
from permanence.store.acts import IS_CONSULTATION, acts
from permanence.store.declarations import declarations
from permanence.store.identities import patient_lookups
from permanence.store.patients import IS_FOLLOWED, REFERENCES, patients

LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class PatientState:
    """A patient as a reference, what the conditions look at and what was done: neither name nor birth date."""

    patient_id: UUID
    registered_on: date
    ald: bool
    commune: str
    ald_status: ALDStatus
    ald_proof_seen: bool
    ald_until_on: date | None
    ald_temporary: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason
    has_medecin_traitant: bool
    medecin_traitant_changed_on: date | None
    precarious: bool
    eligibility: Eligibility
    eligibility_rule: str
    eligibility_reasons: tuple[UnmetCondition, ...]
    assessed_on: date
    override: Override | None
    follow_up: FollowUp
    exited_on: date | None
    exit_reason: ExitReason | None
    merged_into: UUID | None
    ins_status: INSStatus | None
    purged_on: date | None
    consultations: int
    declarations: int


@dataclass(frozen=True, slots=True)
class ALDToLookAt:
    """A patient whose ALD asks for something: a proof to show, or a protocol that ends."""

    patient_id: UUID
    ald_status: ALDStatus
    ald_proof_seen: bool
    ald_until_on: date | None
    ald_temporary: bool


_COUNTED = ("consultations", "declarations")
_OF_PATIENT = [patients.c[name] for name in PatientState.__slots__ if name not in _COUNTED]


def patient_state(session: Session, patient_id: UUID) -> PatientState | None:
    """What was done under references merged into this one counts too."""
    query = sa.select(
        *_OF_PATIENT,
        _count(acts, acts.c.patient_id.in_(REFERENCES), IS_CONSULTATION),
        _count(declarations, declarations.c.patient_id.in_(REFERENCES), declarations.c.filed_on.is_not(None)),
    ).where(patients.c.patient_id == sa.bindparam("patient_id"))
    row: Any = session.execute(query, {"patient_id": patient_id}).one_or_none()
    return PatientState(*row) if row else None


def last_care_on(session: Session, patient_ids: Collection[UUID]) -> date | None:
    """The last day on which anything was done for this person; None when nothing ever was."""
    held = sa.select(sa.func.max(acts.c.held_on)).where(acts.c.patient_id.in_(patient_ids))
    filed = sa.select(sa.func.max(declarations.c.filed_on)).where(declarations.c.patient_id.in_(patient_ids))
    days = [day for day in (session.scalar(held), session.scalar(filed)) if day is not None]
    return max(days, default=None)


def proofs_to_see(session: Session) -> Sequence[ALDToLookAt]:
    """Followed patients for whom the proof of an ALD is all that is missing."""
    query = _ALD.where(patients.c.eligibility == Eligibility.PENDING_PROOF).order_by(patients.c.registered_on)
    return _alds(session, query)


def protocols_ending(session: Session, until_on: date) -> Sequence[ALDToLookAt]:
    """Followed patients whose protocol of care ends by that day, those that are over included."""
    return _alds(session, _ALD.where(patients.c.ald_until_on <= until_on).order_by(patients.c.ald_until_on))


def files_alike(session: Session) -> Sequence[Sequence[UUID]]:
    """The groups of files that stand by themselves and look like one person's: to be compared by people."""
    standing = (
        sa.select(patient_lookups.c.digest, patient_lookups.c.patient_id)
        .join(patients, patients.c.patient_id == patient_lookups.c.patient_id)
        .where(patient_lookups.c.trait == Trait.LIKENESS.value, patients.c.merged_into.is_(None))
    ).subquery()
    shared = (
        sa.select(standing.c.digest)
        .group_by(standing.c.digest)
        .having(sa.func.count() > 1)
        .order_by(standing.c.digest)
        .limit(LONGEST_LIST)
    )
    query = sa.select(standing).where(standing.c.digest.in_(shared)).order_by(*standing.c)
    groups: dict[bytes, list[UUID]] = {}
    for digest, patient_id in session.execute(query):
        groups.setdefault(digest, []).append(patient_id)
    return [*dict.fromkeys(map(tuple, groups.values()))]


_ALD: sa.Select[Any] = sa.select(*(patients.c[name] for name in ALDToLookAt.__slots__)).where(
    IS_FOLLOWED, patients.c.ald
)


def _alds(session: Session, query: sa.Select[Any]) -> Sequence[ALDToLookAt]:
    return [ALDToLookAt(*row) for row in session.execute(query.limit(LONGEST_LIST))]


def _count(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(table).where(*conditions).scalar_subquery()
