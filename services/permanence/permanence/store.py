"""The permanence's tables and the imperative mapping of its aggregates."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, registry

from permanence.domain import rules
from permanence.domain.consultation import Consultation
from permanence.domain.declaration import Channel, Declaration
from permanence.domain.patient import Patient
from permanence.domain.practitioner import PractitionerKind

metadata = sa.MetaData()
_mapper = registry(metadata=metadata)


def _enumeration(values: type[PractitionerKind] | type[Channel]) -> sa.Enum:
    return sa.Enum(values, native_enum=False, length=40, values_callable=lambda kind: [item.value for item in kind])


patients = sa.Table(
    "patients",
    metadata,
    sa.Column("patient_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("registered_on", sa.Date, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("commune", sa.String(5), nullable=False),
    sa.Column("sealed_identity", sa.LargeBinary, nullable=False),
)

consultations = sa.Table(
    "consultations",
    metadata,
    sa.Column("consultation_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("practitioner_rpps", sa.String(11), nullable=False),
    sa.Column("practitioner_kind", _enumeration(PractitionerKind), nullable=False),
)

declarations = sa.Table(
    "declarations",
    metadata,
    sa.Column("declaration_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
    sa.Column("practitioner_rpps", sa.String(11), nullable=False),
    sa.Column("channel", _enumeration(Channel), nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
)

# The aggregates count their own versions, one a fact, so the mapper must not.
for _aggregate, _table in ((Patient, patients), (Consultation, consultations), (Declaration, declarations)):
    _mapper.map_imperatively(_aggregate, _table, version_id_col=_table.c.version, version_id_generator=False)


def registered_patient(session: Session, patient_id: UUID) -> Patient:
    """The patient with this reference, or the rule that one must be registered first."""
    patient = session.get(Patient, patient_id)
    if patient is None:
        raise rules.PatientUnknown
    return patient
