"""Creates what bulletins need of a permanence: follow-up, declarations' ends, appointments, capacity, money, counts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("consultations", sa.Column("supervised", sa.Boolean))
    op.add_column("declarations", sa.Column("active_on", sa.Date))
    _projection(
        "follow_ups",
        sa.Column("sequence", sa.BigInteger, primary_key=True),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("step_on", sa.Date, nullable=False),
    )
    _projection(
        "ald_changes",
        sa.Column("sequence", sa.BigInteger, primary_key=True),
        sa.Column("changed_on", sa.Date, nullable=False),
        sa.Column("ald", sa.Boolean, nullable=False),
    )
    _projection(
        "merges",
        sa.Column("merged_id", sa.Uuid, primary_key=True),
        sa.Column("merge_sequence", sa.BigInteger),
        sa.Column("unmerge_sequence", sa.BigInteger),
    )
    _projection(
        "nurse_acts",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False, index=True),
    )
    _declarations_and_appointments()
    _capacity()
    _money()


def _declarations_and_appointments() -> None:
    _projection(
        "declaration_answers",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("active_on", sa.Date),
    )
    _projection(
        "declaration_ends",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("ended_on", sa.Date, nullable=False),
    )
    _projection(
        "appointments",
        sa.Column("booking_sequence", sa.BigInteger),
        sa.Column("move_sequence", sa.BigInteger),
        sa.Column("outcome_sequence", sa.BigInteger),
        sa.Column("patient_id", sa.Uuid, index=True),
        sa.Column("booked_on", sa.Date, index=True),
        sa.Column("held_on", sa.Date),
        sa.Column("third_free_on", sa.Date),
        sa.Column("moved_to_on", sa.Date),
        sa.Column("outcome", sa.Text),
    )
    op.create_index("ix_appointments_day", "appointments", ["moved_to_on", "held_on"])
    _projection(
        "waits",
        sa.Column("join_sequence", sa.BigInteger),
        sa.Column("leave_sequence", sa.BigInteger),
        sa.Column("joined_on", sa.Date),
        sa.Column("left_on", sa.Date),
    )


def _capacity() -> None:
    _projection(
        "sessions",
        sa.Column("plan_sequence", sa.BigInteger),
        sa.Column("cancel_sequence", sa.BigInteger),
        sa.Column("held_on", sa.Date, index=True),
        sa.Column("half_days", sa.Integer),
        sa.Column("cancelled_on", sa.Date),
    )
    _projection(
        "departures",
        sa.Column("announce_sequence", sa.BigInteger),
        sa.Column("leave_sequence", sa.BigInteger),
        sa.Column("leaves_on", sa.Date),
        sa.Column("half_days_per_week", sa.Integer),
        sa.Column("left_on", sa.Date),
    )


def _money() -> None:
    _projection(
        "expenses",
        sa.Column("record_sequence", sa.BigInteger),
        sa.Column("cancel_sequence", sa.BigInteger),
        sa.Column("stage", sa.Text),
        sa.Column("month_on", sa.Date, index=True),
        sa.Column("payer", sa.Text),
        sa.Column("in_kind", sa.Boolean),
        sa.Column("amount_cents", sa.Integer),
        sa.Column("cancelled_on", sa.Date),
    )
    _projection(
        "receipts",
        sa.Column("record_sequence", sa.BigInteger),
        sa.Column("cancel_sequence", sa.BigInteger),
        sa.Column("receipt_kind", sa.Text),
        sa.Column("stage", sa.Text),
        sa.Column("month_on", sa.Date, index=True),
        sa.Column("payer", sa.Text),
        sa.Column("amount_cents", sa.Integer),
        sa.Column("cancelled_on", sa.Date),
    )
    _projection(
        "people_counts",
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("counted_on", sa.Date, nullable=False),
        sa.Column("commune", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
    )


def _projection(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("subject", sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *columns,
    )
