"""What reporting keeps of a permanence's facts: patients, acts, declarations, appointments, capacity, money."""

import sqlalchemy as sa

from reporting.permanence.counts.taking import on_month_counted
from reporting.store import Ignored, Projecting, Projections, projecting, projection

# Of facts about patients, months are enough: whose they are, and of whom, is counted by their owner (`counts.py`).
patients = projection(
    "permanence_patients",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False, index=True),
)

# One row a step, like those of stays: who was followed at the end of a month stays to be read.
follow_ups = projection(
    "permanence_follow_ups",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False),
)

# Under the patient who is kept; a merge and its undoing have each their own sequence, that patient's.
merges = projection(
    "permanence_merges",
    sa.Column("merged", sa.Uuid, primary_key=True),
    sa.Column("merge_sequence", sa.BigInteger),
    sa.Column("unmerge_sequence", sa.BigInteger),
)

# By day: counted beside the half-days of the sessions of that day.
consultations = projection(
    "permanence_consultations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("practitioner_kind", sa.Text, nullable=False),
    sa.Column("supervised", sa.Boolean),
)

nurse_acts = projection(
    "permanence_nurse_acts",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False, index=True),
)

declarations = projection(
    "permanence_declarations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False, index=True),
    sa.Column("active_month_on", sa.Date),
)

# What the fund answers and what ends a declaration may come before its filing: tables of their own.
declaration_answers = projection(
    "permanence_declaration_answers",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("active_month_on", sa.Date),
)
declaration_ends = projection(
    "permanence_declaration_ends",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False),
)

appointments = projection(
    "permanence_appointments",
    sa.Column("booking_sequence", sa.BigInteger),
    sa.Column("move_sequence", sa.BigInteger),
    sa.Column("outcome_sequence", sa.BigInteger),
    sa.Column("booked_month_on", sa.Date, index=True),
    sa.Column("month_on", sa.Date),
    sa.Column("days_to_third_free", sa.Integer),
    sa.Column("moved_to_month_on", sa.Date),
    sa.Column("outcome", sa.Text),
    # The month of an appointment is the one it was moved to, if it was: found by one index in both cases.
    sa.Index("ix_permanence_appointments_month", "moved_to_month_on", "month_on"),
)

waits = projection(
    "permanence_waits",
    sa.Column("join_sequence", sa.BigInteger),
    sa.Column("leave_sequence", sa.BigInteger),
    sa.Column("joined_month_on", sa.Date),
    sa.Column("left_month_on", sa.Date),
)

sessions = projection(
    "permanence_sessions",
    sa.Column("plan_sequence", sa.BigInteger),
    sa.Column("cancel_sequence", sa.BigInteger),
    sa.Column("held_on", sa.Date, index=True),
    sa.Column("half_days", sa.Integer),
    sa.Column("cancelled_on", sa.Date),
)

departures = projection(
    "permanence_departures",
    sa.Column("announce_sequence", sa.BigInteger),
    sa.Column("leave_sequence", sa.BigInteger),
    sa.Column("leaves_on", sa.Date),
    sa.Column("half_days_per_week", sa.Integer),
    sa.Column("left_on", sa.Date),
)

costs = projection(
    "permanence_costs",
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
    "permanence_receipts",
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
    "permanence_people_counts",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("counted_on", sa.Date, nullable=False),
    sa.Column("commune", sa.Text, nullable=False),
    sa.Column("group", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
)


def _follow_up(step: str) -> Projecting:
    return projecting(follow_ups, "month_on", always={"step": step})


def _end(outcome: str) -> Projecting:
    return projecting(appointments, sequence="outcome_sequence", always={"outcome": outcome})


PROJECTIONS: Projections = {
    "permanence.patient_registered.v2": projecting(patients, "month_on"),
    "permanence.patient_exited.v2": _follow_up("exited"),
    "permanence.patient_returned.v2": _follow_up("returned"),
    # From the first day on: the two were one person before somebody saw it.
    "permanence.patient_merged.v2": projecting(merges, "merged", sequence="merge_sequence"),
    "permanence.patient_unmerged.v2": projecting(merges, merged="unmerged", sequence="unmerge_sequence"),
    "permanence.erasure_answered.v2": Ignored(
        "the reference that is kept names nobody, and what was counted was true",
        told_for={"answer": "le partenaire qui a transmis la demande en attend la réponse"},
    ),
    "permanence.month_counted.v1": on_month_counted,
    "permanence.consultation_held.v2": projecting(consultations, "held_on", "practitioner_kind", "supervised"),
    "permanence.nurse_act_held.v2": projecting(nurse_acts, "month_on"),
    "permanence.declaration_filed.v2": projecting(declarations, "month_on", "active_month_on"),
    "permanence.declaration_answered.v2": projecting(declaration_answers, "accepted", "active_month_on"),
    "permanence.declaration_ended.v2": projecting(declaration_ends, "month_on"),
    "permanence.report_refused.v1": Ignored("it is said to the partner; no figure counts what did not become a fact"),
    "permanence.site_opened.v1": Ignored("the figures are those of the antenna, all its sites together"),
    "permanence.site_closed.v1": Ignored("the figures are those of the antenna, all its sites together"),
    "permanence.practitioner_joined.v1": Ignored("what counts of those who are there are their sessions and acts"),
    "permanence.practitioner_departure_announced.v1": projecting(
        departures, "leaves_on", "half_days_per_week", sequence="announce_sequence"
    ),
    "permanence.practitioner_left.v1": projecting(departures, "left_on", sequence="leave_sequence"),
    "permanence.placement_started.v1": Ignored("each consultation tells whether it was supervised"),
    "permanence.session_planned.v1": projecting(sessions, "held_on", "half_days", sequence="plan_sequence"),
    "permanence.session_cancelled.v1": projecting(sessions, "cancelled_on", sequence="cancel_sequence"),
    "permanence.appointment_booked.v2": projecting(
        appointments, "booked_month_on", "month_on", "days_to_third_free", sequence="booking_sequence"
    ),
    "permanence.appointment_moved.v2": projecting(appointments, moved_to_month_on="month_on", sequence="move_sequence"),
    "permanence.appointment_cancelled.v2": _end("cancelled"),
    "permanence.appointment_honoured.v2": _end("honoured"),
    "permanence.appointment_missed.v2": _end("missed"),
    "permanence.waiting_joined.v2": projecting(waits, joined_month_on="month_on", sequence="join_sequence"),
    "permanence.waiting_left.v2": projecting(waits, left_month_on="month_on", sequence="leave_sequence"),
    "permanence.cost_recorded.v1": projecting(
        costs, "stage", "month_on", "payer", "in_kind", "amount_cents", sequence="record_sequence"
    ),
    "permanence.cost_cancelled.v1": projecting(costs, "cancelled_on", sequence="cancel_sequence"),
    "permanence.receipt_recorded.v1": projecting(
        receipts,
        *("receipt_kind", "stage", "month_on", "payer", "amount_cents"),
        sequence="record_sequence",
    ),
    "permanence.receipt_cancelled.v1": projecting(receipts, "cancelled_on", sequence="cancel_sequence"),
    "permanence.people_without_gp_counted.v1": projecting(people_counts, "counted_on", "commune", "group", "people"),
}
