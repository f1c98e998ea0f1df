"""Creates the first slice of a house: stays."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "stays",
        sa.Column("stay_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("house", sa.String(63), nullable=False),
        sa.Column("occupant_kind", sa.String(40), nullable=False),
        sa.Column("university", sa.String(63), nullable=False),
        sa.Column("arrived_on", sa.Date, nullable=False, index=True),
        sa.Column("expected_departure_on", sa.Date, nullable=False),
        sa.Column("departed_on", sa.Date),
    )
