"""Patients: what rules need in clear, who they are sealed."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import version
from permanence.domain import rules
from permanence.domain.patient import Patient
from permanence.store.registry import mapper, metadata

patients = sa.Table(
    "patients",
    metadata,
    sa.Column("patient_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("registered_on", sa.Date, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("commune", sa.String(5), nullable=False),
    sa.Column("sealed_identity", sa.LargeBinary, nullable=False),
)

mapper.aggregate(Patient, patients)


def registered_patient(session: Session, patient_id: UUID) -> Patient:
    """The patient with this reference, or the rule that one must be registered first."""
    patient = session.get(Patient, patient_id)
    if patient is None:
        raise rules.PatientUnknown
    return patient
