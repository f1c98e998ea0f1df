"""Declarations of médecin traitant."""

import sqlalchemy as sa

from chassis.core.mapping import enumeration, version
from permanence.domain.declaration import Channel, Declaration
from permanence.store.registry import mapper, metadata

declarations = sa.Table(
    "declarations",
    metadata,
    sa.Column("declaration_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
    sa.Column("practitioner_rpps", sa.String(11), nullable=False),
    sa.Column("channel", enumeration(Channel), nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
)

mapper.aggregate(Declaration, declarations)
