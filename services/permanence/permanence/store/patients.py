"""Patients: what rules need in clear, who they are sealed; look-ups and locks."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, relationship

from chassis.core.mapping import Values, enumeration, version
from chassis.core.work import UnitOfWork
from permanence.domain.patient import rules
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import Eligibility, NoMedecinTraitantReason, Override, UnmetCondition
from permanence.domain.patient.follow_up import ExitReason, FollowUp
from permanence.domain.patient.ins import INSStatus
from permanence.domain.patient.patient import Patient
from permanence.domain.patient.step import PatientStep
from permanence.store.registry import mapper, metadata

patients = sa.Table(
    "patients",
    metadata,
    sa.Column("patient_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("registered_on", sa.Date, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("commune", sa.String(5), nullable=False),
    sa.Column("sealed_identity", sa.LargeBinary),
    sa.Column("birth_year", sa.Integer),
    sa.Column("ald_status", enumeration(ALDStatus), nullable=False),
    sa.Column("ald_proof_seen", sa.Boolean, nullable=False),
    sa.Column("ald_until_on", sa.Date),
    sa.Column("ald_temporary", sa.Boolean, nullable=False),
    sa.Column("no_medecin_traitant_reason", enumeration(NoMedecinTraitantReason), nullable=False),
    sa.Column("has_medecin_traitant", sa.Boolean, nullable=False),
    sa.Column("medecin_traitant_changed_on", sa.Date),
    sa.Column("precarious", sa.Boolean, nullable=False),
    sa.Column("eligibility", enumeration(Eligibility), nullable=False),
    sa.Column("eligibility_rule", sa.String(63), nullable=False),
    sa.Column("eligibility_reasons", Values(tuple[UnmetCondition, ...]), nullable=False),
    sa.Column("assessed_on", sa.Date, nullable=False),
    sa.Column("override", Values(Override)),
    sa.Column("follow_up", enumeration(FollowUp), nullable=False),
    sa.Column("exited_on", sa.Date),
    sa.Column("exit_reason", enumeration(ExitReason)),
    sa.Column("merged_into", sa.Uuid, sa.ForeignKey("patients.patient_id", name="patients_merged_into_fkey")),
    sa.Column("ins_status", enumeration(INSStatus)),
    sa.Column("purged_on", sa.Date),
    sa.Column("reference", sa.Uuid, nullable=False),
    # None of those registered before it was kept whose registration was not told either.
    sa.Column("age_band", sa.String(7)),
    sa.UniqueConstraint("reference", name="patients_one_a_reference"),
    sa.Index("ix_patients_merged_into", "merged_into"),
    sa.Index("ix_patients_assessed", "eligibility", "assessed_on"),
    sa.Index("ix_patients_ald_until_on", "ald_until_on"),
)

patient_steps = sa.Table(
    "patient_steps",
    metadata,
    sa.Column(
        "patient_id",
        sa.Uuid,
        sa.ForeignKey("patients.patient_id", name="patient_steps_patient_id_fkey"),
        primary_key=True,
    ),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("from_on", sa.Date, nullable=False),
    sa.Column("is_followed", sa.Boolean),
    sa.Column("is_ald", sa.Boolean),
)

mapper.child(PatientStep, patient_steps)
# Read by whoever adds one, which is seldom: a patient is read without them.
mapper.aggregate(Patient, patients, steps=relationship(PatientStep, order_by=[patient_steps.c.number]))

# Followed, by a file of their own, and known by name.
IS_FOLLOWED = sa.and_(
    patients.c.follow_up == FollowUp.FOLLOWED, patients.c.merged_into.is_(None), patients.c.purged_on.is_(None)
)


def registered_patient(session: Session, patient_id: UUID) -> Patient:
    """The patient with this reference, or the rule that one must be registered first, under the reference kept."""
    return standing(session, session.get(Patient, patient_id))


def is_reference_known(session: Session, patient_id: UUID) -> bool:
    """Whether the reference names a patient, whatever became of the file."""
    return session.get(Patient, patient_id) is not None


def lock_patient(work: UnitOfWork, patient_id: UUID) -> Patient:
    """The patient, once nobody else changes the file."""
    return standing(work.session, lock_patients(work, [patient_id]).get(patient_id))


def standing(session: Session, patient: Patient | None) -> Patient:
    """A file that something may be written to; else the rule: unknown, merged into another, purged."""
    if patient is None:
        raise rules.PatientUnknown
    if patient.merged_into is not None:
        kept = kept_reference(session, patient.patient_id)
        raise rules.PatientMerged(f"Cette fiche a été réunie à une autre : servez-vous de la référence {kept}.")
    if patient.purged_on is not None:
        raise rules.PatientPurged
    return patient


def lock_patients(work: UnitOfWork, patient_ids: Collection[UUID]) -> dict[UUID, Patient]:
    """These patients whatever became of them."""
    return work.lock({Patient: patient_ids}).of(Patient)


def patients_to_reassess(work: UnitOfWork, limit: int) -> list[Patient]:
    """Those who do not meet the rule and were not looked at today, locked, longest ago first."""
    query = (
        sa.select(patients.c.patient_id)
        .where(IS_FOLLOWED, patients.c.eligibility != Eligibility.ELIGIBLE, patients.c.assessed_on < work.today)
        .order_by(patients.c.assessed_on, patients.c.patient_id)
        .limit(limit)
    )
    found = work.session.scalars(query).all()
    locked = lock_patients(work, found)
    return [patient for patient_id in found if _is_to_reassess(patient := locked[patient_id], work.today)]


def _is_to_reassess(patient: Patient, today: date) -> bool:
    """Still, once it is locked: somebody may have come first."""
    gone = patient.follow_up is not FollowUp.FOLLOWED or patient.merged_into or patient.purged_on
    return not gone and patient.eligibility is not Eligibility.ELIGIBLE and patient.assessed_on < today


def kept_reference(session: Session, patient_id: UUID) -> UUID:
    """The reference that stands for this one, after any number of merges; itself when there was none."""
    kept = patient_id
    while further := merged_into(session, kept):
        kept = further
    return kept


def kept_references(session: Session, patient_ids: Collection[UUID]) -> set[UUID]:
    """The references that stand for those of these files that were merged into another."""
    merged = (patients.c.patient_id.in_(patient_ids), patients.c.merged_into.is_not(None))
    return {
        kept_reference(session, patient_id)
        for patient_id in session.scalars(sa.select(patients.c.patient_id).where(*merged))
    }


def merged_into(session: Session, patient_id: UUID) -> UUID | None:
    """The reference that this one was merged into, if it was."""
    return session.scalar(_MERGED_INTO, {"patient_id": patient_id})


def _references() -> sa.CTE:
    """The reference given as `patient_id` and all that were merged into it, for a query to select from."""
    own = sa.select(patients.c.patient_id).where(patients.c.patient_id == sa.bindparam("patient_id"))
    chain = own.cte("of_patient", recursive=True)
    return chain.union_all(sa.select(patients.c.patient_id).where(patients.c.merged_into == chain.c.patient_id))


# Made once, as nearly every command asks it: a part of the statements of others, executed with a `patient_id`.
REFERENCES = sa.select(_references().c.patient_id)
_MERGED_INTO = sa.select(patients.c.merged_into).where(patients.c.patient_id == sa.bindparam("patient_id"))


def all_references(session: Session, patient_id: UUID) -> set[UUID]:
    """This reference and all that were merged into it."""
    return set(session.scalars(REFERENCES, {"patient_id": patient_id}))
