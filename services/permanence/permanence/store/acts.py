"""What was done for patients."""

import sqlalchemy as sa

from chassis.core.mapping import enumeration, version
from permanence.domain.consultation import Consultation
from permanence.domain.practitioner import PractitionerKind
from permanence.store.registry import mapper, metadata

consultations = sa.Table(
    "consultations",
    metadata,
    sa.Column("consultation_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("practitioner_rpps", sa.String(11), nullable=False),
    sa.Column("practitioner_kind", enumeration(PractitionerKind), nullable=False),
)

mapper.aggregate(Consultation, consultations)
