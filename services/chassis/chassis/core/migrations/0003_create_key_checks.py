"""Creates the table that says which key the database is sealed with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "key_checks",
        sa.Column("key_id", sa.Text, primary_key=True),
        sa.Column("check_value", sa.LargeBinary(32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
