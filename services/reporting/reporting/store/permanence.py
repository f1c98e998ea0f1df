"""The projections of a permanence's facts: patients, acts, declarations, appointments, capacity, money."""

import sqlalchemy as sa

from reporting.store.projection import projection

patients = projection(
    "patients",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("registered_on", sa.Date, nullable=False, index=True),
    sa.Column("age_band", sa.Text, nullable=False),
    sa.Column("commune", sa.Text),
    sa.Column("epci", sa.Text),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("no_medecin_traitant_reason", sa.Text, nullable=False),
)

# One row a step, like those of stays: who was followed at the end of a month stays to be read.
follow_ups = projection(
    "follow_ups",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("step_on", sa.Date, nullable=False),
)

ald_changes = projection(
    "ald_changes",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("changed_on", sa.Date, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
)

# Under the patient who is kept; a merge and its undoing have each their own sequence, that patient's.
merges = projection(
    "merges",
    sa.Column("merged_id", sa.Uuid, primary_key=True),
    sa.Column("merge_sequence", sa.BigInteger),
    sa.Column("unmerge_sequence", sa.BigInteger),
)

consultations = projection(
    "consultations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("patient_id", sa.Uuid, nullable=False),
    sa.Column("practitioner_kind", sa.Text, nullable=False),
    sa.Column("supervised", sa.Boolean),
)

nurse_acts = projection(
    "nurse_acts",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
)

declarations = projection(
    "declarations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
    sa.Column("patient_id", sa.Uuid, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("active_on", sa.Date),
)

# What the fund answers and what ends a declaration may come before its filing: tables of their own.
declaration_answers = projection(
    "declaration_answers",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("active_on", sa.Date),
)
declaration_ends = projection(
    "declaration_ends",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("ended_on", sa.Date, nullable=False),
)

appointments = projection(
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
    # The day of an appointment is the one it was moved to, if it was: found by one index in both cases.
    sa.Index("ix_appointments_day", "moved_to_on", "held_on"),
)

waits = projection(
    "waits",
    sa.Column("join_sequence", sa.BigInteger),
    sa.Column("leave_sequence", sa.BigInteger),
    sa.Column("joined_on", sa.Date),
    sa.Column("left_on", sa.Date),
)

sessions = projection(
    "sessions",
    sa.Column("plan_sequence", sa.BigInteger),
    sa.Column("cancel_sequence", sa.BigInteger),
    sa.Column("held_on", sa.Date, index=True),
    sa.Column("half_days", sa.Integer),
    sa.Column("cancelled_on", sa.Date),
)

departures = projection(
    "departures",
    sa.Column("announce_sequence", sa.BigInteger),
    sa.Column("leave_sequence", sa.BigInteger),
    sa.Column("leaves_on", sa.Date),
    sa.Column("half_days_per_week", sa.Integer),
    sa.Column("left_on", sa.Date),
)

expenses = projection(
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

receipts = projection(
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

people_counts = projection(
    "people_counts",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("counted_on", sa.Date, nullable=False),
    sa.Column("commune", sa.Text, nullable=False),
    sa.Column("group", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
)
