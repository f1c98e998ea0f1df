"""Creates the tables of money: accounts with their dues and payments, expenses, budgets, numbers of avis d'échéance."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("stay_id", sa.Uuid, sa.ForeignKey("stays.stay_id"), nullable=False, unique=True),
        sa.Column("house", sa.String(63), nullable=False, index=True),
    )
    op.create_table(
        "rent_dues",
        sa.Column("due_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.account_id"), nullable=False, index=True),
        sa.Column("month", sa.Date, nullable=False, index=True),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("number", sa.String(63), nullable=False, unique=True),
        sa.Column("exported_in", sa.Uuid, index=True),
        sa.Column("titre", sa.String(63)),
        sa.Column("titre_state", sa.String(40)),
        sa.Column("titre_on", sa.Date),
    )
    op.create_table(
        "payments",
        sa.Column("payment_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.account_id"), nullable=False, index=True),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False, index=True),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("reference", sa.Text),
    )
    op.create_table(
        "costs",
        sa.Column("cost_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("house", sa.String(63), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("incurred_on", sa.Date, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("cancelled_on", sa.Date),
        sa.Column("cancel_reason", sa.Text),
    )
    op.create_index("ix_costs_house_incurred_on", "costs", ["house", "incurred_on"])
    op.create_table(
        "budgets",
        sa.Column("budget_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("house", sa.String(63), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("expenses", sa.JSON, nullable=False),
        sa.Column("rents_cents", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("house", "year", "stage", name="budgets_one_a_stage"),
    )
    op.create_table(
        "due_numbers",
        sa.Column("month", sa.Date, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
