"""Keeps in the outbox what led to each fact: the envelopes of facts about patients no longer say it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("correlation_id", sa.Uuid))
    op.add_column("outbox", sa.Column("causation_id", sa.Uuid))
