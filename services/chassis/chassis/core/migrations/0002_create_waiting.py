"""Creates the table of events that came before the aggregate they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "waiting",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("awaited", sa.Uuid, nullable=False, index=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("due", sa.Boolean, nullable=False),
    )
    op.create_index(
        "waiting_due",
        "waiting",
        ["event_id"],
        postgresql_where=sa.text("due"),
        sqlite_where=sa.text("due IS 1"),
    )
