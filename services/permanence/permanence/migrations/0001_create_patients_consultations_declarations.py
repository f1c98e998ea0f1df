"""Creates the first slice of the permanence: patients, their consultations and declarations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "patients",
        sa.Column("patient_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("ald", sa.Boolean, nullable=False),
        sa.Column("commune", sa.String(5), nullable=False),
        sa.Column("sealed_identity", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "consultations",
        sa.Column("consultation_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
        sa.Column("held_on", sa.Date, nullable=False, index=True),
        sa.Column("practitioner_rpps", sa.String(11), nullable=False),
        sa.Column("practitioner_kind", sa.String(40), nullable=False),
    )
    op.create_table(
        "declarations",
        sa.Column("declaration_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
        sa.Column("filed_on", sa.Date, nullable=False, index=True),
        sa.Column("practitioner_rpps", sa.String(11), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("ald", sa.Boolean, nullable=False),
    )
