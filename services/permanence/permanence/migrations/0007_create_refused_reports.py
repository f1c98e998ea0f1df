"""Creates the answers to partners' reports, and what houses tell of the interns they lodge."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "refused_reports",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("refused_on", sa.Date, nullable=False, index=True),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("field", sa.String(63), nullable=False),
    )
    op.create_table(
        "lodged_interns",
        sa.Column("source", sa.String(63), primary_key=True),
        sa.Column("stay_id", sa.Uuid, primary_key=True),
        sa.Column("arrival_sequence", sa.BigInteger),
        sa.Column("departure_sequence", sa.BigInteger),
        sa.Column("house", sa.String(63), nullable=False),
        sa.Column("occupant_kind", sa.String(40), nullable=False),
        sa.Column("arrived_on", sa.Date, index=True),
        sa.Column("expected_departure_on", sa.Date),
        sa.Column("departed_on", sa.Date),
    )
