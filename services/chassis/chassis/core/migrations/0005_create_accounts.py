"""Creates what an owner and its readers need to settle accounts of the facts sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("account", sa.BigInteger))
    op.create_index("outbox_account", "outbox", ["account"])
    op.create_table(
        "outbox_accounts",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "outbox_tellings",
        sa.Column("queue", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("first_told_at", sa.DateTime(timezone=True)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "outbox_letters",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid),
        sa.Column("body", sa.LargeBinary),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("queue", "event_id", name="outbox_letters_one_resend_per_fact"),
    )
    op.create_table(
        "inbox_accounts",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
    )
