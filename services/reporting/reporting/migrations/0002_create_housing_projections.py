"""Creates what bulletins need of housing: steps of stays, rooms, voids, conventions, rents, payments, costs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("stays", sa.Column("occupant_id", sa.Uuid))
    _projection(
        "extensions",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("departure_on", sa.Date, nullable=False),
    )
    _projection(
        "stay_steps",
        sa.Column("sequence", sa.BigInteger, primary_key=True),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("step_on", sa.Date, nullable=False),
    )
    op.create_index("ix_stay_steps_step_step_on", "stay_steps", ["step", "step_on"])
    _projection(
        "rooms",
        sa.Column("opening_sequence", sa.BigInteger),
        sa.Column("closing_sequence", sa.BigInteger),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date),
        sa.Column("closed_on", sa.Date),
    )
    _projection(
        "voids",
        sa.Column("void_sequence", sa.BigInteger),
        sa.Column("restore_sequence", sa.BigInteger),
        sa.Column("room_id", sa.Uuid, nullable=False),
        sa.Column("from_on", sa.Date),
        sa.Column("until_on", sa.Date),
        sa.Column("reason", sa.Text),
        sa.Column("restored_on", sa.Date),
        key="void_id",
    )
    _projection(
        "conventions",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("house", sa.Text, nullable=False, index=True),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.Column("interns_per_year", sa.Integer, nullable=False),
        sa.Column("shares", sa.Text, nullable=False),
        key="convention_id",
    )
    _projection(
        "dues",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("month_on", sa.Date, nullable=False, index=True),
        sa.Column("amount_cents", sa.Integer, nullable=False),
        key="due_id",
    )
    _projection(
        "payments",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False, index=True),
        sa.Column("amount_cents", sa.Integer, nullable=False),
        key="payment_id",
    )
    _projection(
        "costs",
        sa.Column("record_sequence", sa.BigInteger),
        sa.Column("cancel_sequence", sa.BigInteger),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("cost_kind", sa.Text),
        sa.Column("incurred_on", sa.Date, index=True),
        sa.Column("amount_cents", sa.Integer),
        sa.Column("cancelled_on", sa.Date),
    )


def _projection(name: str, *columns: sa.Column, key: str = "subject") -> None:
    op.create_table(
        name,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column(key, sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *columns,
    )
