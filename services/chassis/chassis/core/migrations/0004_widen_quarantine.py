"""Says in quarantine who sent what, closes rows without a replay, bounds bodies by sender; seals waiting bodies.

Waiting bodies that are there in clear are sealed by the worker when it tries them next: a migration has no key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_OPEN = "replayed_at IS NULL AND discarded_at IS NULL"
_SEAL_BYTES = 28  # what sealing adds to a body


def upgrade() -> None:
    with op.batch_alter_table("waiting") as waiting:
        waiting.alter_column("body", existing_type=sa.LargeBinary(), nullable=True)
        waiting.add_column(sa.Column("sealed_body", sa.LargeBinary))
        waiting.add_column(sa.Column("exchange", sa.Text))
        waiting.add_column(sa.Column("user_id", sa.Text))
    with op.batch_alter_table("quarantine") as quarantine:
        quarantine.alter_column("sealed_body", existing_type=sa.LargeBinary(), nullable=True)
        for name in ("antenna", "partner", "exchange", "routing_key", "user_id", "broker_account"):
            quarantine.add_column(sa.Column(name, sa.Text))
        quarantine.add_column(sa.Column("shares_account", sa.Boolean))
        quarantine.add_column(sa.Column("size", sa.Integer))
        quarantine.add_column(sa.Column("discarded_at", sa.DateTime(timezone=True)))
        quarantine.add_column(sa.Column("discarded_by", sa.Text))
        quarantine.add_column(sa.Column("discarded_because", sa.Text))
    size, sealed = sa.column("size", sa.Integer), sa.column("sealed_body", sa.LargeBinary)
    op.execute(sa.update(sa.table("quarantine", size)).values(size=sa.func.length(sealed) - _SEAL_BYTES))
    op.create_index("quarantine_event", "quarantine", ["event_id", "source"])
    is_open, with_body = sa.text(_OPEN), sa.text(f"{_OPEN} AND sealed_body IS NOT NULL")
    op.create_index("quarantine_open", "quarantine", ["source", "code"], postgresql_where=is_open, sqlite_where=is_open)
    op.create_index(
        "quarantine_bodies",
        "quarantine",
        ["broker_account", "size"],
        postgresql_where=with_body,
        sqlite_where=with_body,
    )
