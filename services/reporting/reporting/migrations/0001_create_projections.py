"""Creates the first projections: patients, consultations, declarations, stays."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _projection(
        "patients",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("registered_on", sa.Date, nullable=False, index=True),
        sa.Column("age_band", sa.Text, nullable=False),
        sa.Column("commune", sa.Text),
        sa.Column("epci", sa.Text),
        sa.Column("ald", sa.Boolean, nullable=False),
        sa.Column("no_medecin_traitant_reason", sa.Text, nullable=False),
    )
    _projection(
        "consultations",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False, index=True),
        sa.Column("patient_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_kind", sa.Text, nullable=False),
    )
    _projection(
        "declarations",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False, index=True),
        sa.Column("patient_id", sa.Uuid, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ald", sa.Boolean, nullable=False),
    )
    _projection(
        "stays",
        sa.Column("arrival_sequence", sa.BigInteger),
        sa.Column("departure_sequence", sa.BigInteger),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("occupant_kind", sa.Text, nullable=False),
        sa.Column("university", sa.Text, nullable=False),
        sa.Column("arrived_on", sa.Date, index=True),
        sa.Column("expected_departure_on", sa.Date),
        sa.Column("departed_on", sa.Date, index=True),
        sa.Column("nights", sa.Integer),
    )


def _projection(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("subject", sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *columns,
    )
