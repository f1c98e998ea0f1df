"""What may be read of patients without opening an identity: one, those with a proof to show, files that look alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
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
# People are called before a protocol ends, with time for an appointment (our choice: 30 days).
PROTOCOL_WARNED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PatientState:
    """A patient as a reference, what the conditions look at and what was done: neither name nor birth date."""

    patient_id: Annotated[UUID, "Le patient."]
    registered_on: Annotated[date, "Jour d'enregistrement"]
    ald: Annotated[bool, "En affection de longue durée reconnue."]
    commune: Annotated[str, "Code INSEE de la commune du domicile."]
    ald_status: Annotated[ALDStatus, "Type d'ALD."]
    ald_proof_seen: Annotated[bool, "Justificatif de l'ALD vu."]
    ald_until_on: Annotated[date | None, "Dernier jour du protocole de soins"]
    ald_temporary: Annotated[bool, "Protocole temporaire, faute de médecin traitant."]
    no_medecin_traitant_reason: Annotated[NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant."]
    has_medecin_traitant: Annotated[bool, "A un médecin traitant ailleurs."]
    medecin_traitant_changed_on: Annotated[date | None, "Jour du dernier changement de médecin traitant"]
    precarious: Annotated[bool, "Complémentaire santé solidaire, aide médicale de l'État."]
    eligibility: Annotated[Eligibility, "Ce que disent les conditions de l'antenne."]
    eligibility_rule: Annotated[str, "Version des conditions appliquées."]
    eligibility_reasons: Annotated[
        tuple[Annotated[UnmetCondition, "Une condition."], ...], "Toutes les conditions non remplies."
    ]
    assessed_on: Annotated[date, "Dernier jour où les conditions ont été appliquées"]
    override: Annotated[Override | None, "La dérogation, s'il y en a une."]
    follow_up: Annotated[FollowUp, "Suivi ou non."]
    exited_on: Annotated[date | None, "Jour de la sortie"]
    exit_reason: Annotated[ExitReason | None, "Motif de la sortie."]
    merged_into: Annotated[UUID | None, "La fiche qui a été gardée à la place de celle-ci."]
    ins_status: Annotated[INSStatus | None, "État de l'identité nationale de santé."]
    purged_on: Annotated[date | None, "Jour où l'identité a été détruite"]
    consultations: Annotated[int, "Nombre de consultations."]
    declarations: Annotated[int, "Nombre de déclarations de médecin traitant."]


@dataclass(frozen=True, slots=True)
class ALDToLookAt:
    """A patient whose ALD asks for something: a proof to show, or a protocol that ends."""

    patient_id: Annotated[UUID, "Le patient."]
    ald_status: Annotated[ALDStatus, "Type d'ALD."]
    ald_proof_seen: Annotated[bool, "Justificatif vu."]
    ald_until_on: Annotated[date | None, "Dernier jour du protocole de soins"]
    ald_temporary: Annotated[bool, "Protocole temporaire."]


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """The files that wait for something, without anybody's name."""

    proofs: Annotated[Sequence[Annotated[ALDToLookAt, "Un patient."]], "Justificatif d'ALD à voir."]
    protocols: Annotated[
        Sequence[Annotated[ALDToLookAt, "Un patient."]],
        "Protocole de soins fini, ou qui finit dans les 30 jours.",
    ]
    alike: Annotated[
        Sequence[Annotated[Sequence[Annotated[UUID, "Une fiche."]], "Des fiches."]], "Fiches semblables, à comparer."
    ]


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


def to_look_at(session: Session, today: date) -> ToLookAt:
    return ToLookAt(proofs_to_see(session), protocols_ending(session, today + PROTOCOL_WARNED), files_alike(session))


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
