"""The projections of housing's facts: stays, rooms, conventions, money."""

import sqlalchemy as sa

from reporting.store.projection import projection

# An arrival and a departure fill their own columns, each with its own sequence: either may come first.
stays = projection(
    "stays",
    sa.Column("arrival_sequence", sa.BigInteger),
    sa.Column("departure_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("occupant_kind", sa.Text, nullable=False),
    sa.Column("university", sa.Text, nullable=False),
    sa.Column("arrived_on", sa.Date, index=True),
    sa.Column("expected_departure_on", sa.Date),
    sa.Column("departed_on", sa.Date, index=True),
    sa.Column("nights", sa.Integer),
    sa.Column("occupant_id", sa.Uuid),
)

# The planned departure of a stay, each time it was put off: the last word is that of the highest sequence.
extensions = projection(
    "extensions",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("departure_on", sa.Date, nullable=False),
)

# One row a step rather than one a stay: what was true at the end of a month stays to be read.
stay_steps = projection(
    "stay_steps",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("step_on", sa.Date, nullable=False),
    sa.Index("ix_stay_steps_step_step_on", "step", "step_on"),
)

rooms = projection(
    "rooms",
    sa.Column("opening_sequence", sa.BigInteger),
    sa.Column("closing_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("opened_on", sa.Date),
    sa.Column("closed_on", sa.Date),
)

# A room has many, so that its facts do not tell them apart: each is a row of its own.
voids = projection(
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

conventions = projection(
    "conventions",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False, index=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("interns_per_year", sa.Integer, nullable=False),
    sa.Column("shares", sa.Text, nullable=False),  # JSON: a list of [party, weight], the first named first
    key="convention_id",
)

dues = projection(
    "dues",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    key="due_id",
)

payments = projection(
    "payments",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("paid_on", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    key="payment_id",
)

costs = projection(
    "costs",
    sa.Column("record_sequence", sa.BigInteger),
    sa.Column("cancel_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("cost_kind", sa.Text),
    sa.Column("incurred_on", sa.Date, index=True),
    sa.Column("amount_cents", sa.Integer),
    sa.Column("cancelled_on", sa.Date),
)
