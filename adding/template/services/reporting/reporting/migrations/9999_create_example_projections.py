"""Creates what is kept of this service's facts: requests."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "9998"


def upgrade() -> None:
    op.create_table(
        "example_requests",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("subject", sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False, index=True),
    )
