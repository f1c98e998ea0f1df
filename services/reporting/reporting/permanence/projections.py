"""What reporting keeps of a permanence's facts: patients, acts, declarations, appointments, capacity, money."""

import sqlalchemy as sa

from reporting.store import Ignored, Projecting, Projections, projecting, projection

patients = projection(
    "permanence_patients",
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
    "permanence_follow_ups",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("step_on", sa.Date, nullable=False),
)

ald_changes = projection(
    "permanence_ald_changes",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("changed_on", sa.Date, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
)

# Under the patient who is kept; a merge and its undoing have each their own sequence, that patient's.
merges = projection(
    "permanence_merges",
    sa.Column("merged_id", sa.Uuid, primary_key=True),
    sa.Column("merge_sequence", sa.BigInteger),
    sa.Column("unmerge_sequence", sa.BigInteger),
)

consultations = projection(
    "permanence_consultations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("patient_id", sa.Uuid, nullable=False),
    sa.Column("practitioner_kind", sa.Text, nullable=False),
    sa.Column("supervised", sa.Boolean),
)

nurse_acts = projection(
    "permanence_nurse_acts",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
)

declarations = projection(
    "permanence_declarations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
    sa.Column("patient_id", sa.Uuid, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("active_on", sa.Date),
)

# What the fund answers and what ends a declaration may come before its filing: tables of their own.
declaration_answers = projection(
    "permanence_declaration_answers",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("accepted", sa.Boolean, nullable=False),
    sa.Column("active_on", sa.Date),
)
declaration_ends = projection(
    "permanence_declaration_ends",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("ended_on", sa.Date, nullable=False),
)

appointments = projection(
    "permanence_appointments",
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
    sa.Index("ix_permanence_appointments_day", "moved_to_on", "held_on"),
)

waits = projection(
    "permanence_waits",
    sa.Column("join_sequence", sa.BigInteger),
    sa.Column("leave_sequence", sa.BigInteger),
    sa.Column("joined_on", sa.Date),
    sa.Column("left_on", sa.Date),
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


def _follow_up(step: str, day: str) -> Projecting:
    return projecting(follow_ups, step_on=day, always={"step": step})


def _end(outcome: str) -> Projecting:
    return projecting(appointments, sequence="outcome_sequence", always={"outcome": outcome})


PROJECTIONS: Projections = {
    "permanence.patient_registered.v1": projecting(
        patients, "registered_on", "age_band", "commune", "epci", "ald", "no_medecin_traitant_reason"
    ),
    "permanence.patient_assessed.v1": Ignored("a verdict orders and orients, and whoever is registered is followed"),
    "permanence.patient_ald_changed.v1": projecting(ald_changes, "changed_on", "ald"),
    "permanence.patient_exited.v1": _follow_up("exited", "exited_on"),
    "permanence.patient_returned.v1": _follow_up("returned", "returned_on"),
    # From the first day on: the two were one person before somebody saw it.
    "permanence.patient_merged.v1": projecting(merges, "merged_id", sequence="merge_sequence"),
    "permanence.patient_unmerged.v1": projecting(merges, merged_id="unmerged_id", sequence="unmerge_sequence"),
    "permanence.erasure_answered.v1": Ignored("the reference that is kept names nobody, and what was counted was true"),
    "permanence.consultation_held.v1": projecting(
        consultations, "held_on", "patient_id", "practitioner_kind", "supervised"
    ),
    "permanence.nurse_act_held.v1": projecting(nurse_acts, "held_on"),
    "permanence.declaration_filed.v1": projecting(
        declarations, "filed_on", "patient_id", "channel", "ald", "active_on"
    ),
    "permanence.declaration_answered.v1": projecting(declaration_answers, "accepted", "active_on"),
    "permanence.declaration_ended.v1": projecting(declaration_ends, "ended_on"),
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
    "permanence.appointment_booked.v1": projecting(
        appointments, "patient_id", "booked_on", "held_on", "third_free_on", sequence="booking_sequence"
    ),
    "permanence.appointment_moved.v1": projecting(appointments, moved_to_on="held_on", sequence="move_sequence"),
    "permanence.appointment_cancelled.v1": _end("cancelled"),
    "permanence.appointment_honoured.v1": _end("honoured"),
    "permanence.appointment_missed.v1": _end("missed"),
    "permanence.waiting_joined.v1": projecting(waits, "joined_on", sequence="join_sequence"),
    "permanence.waiting_left.v1": projecting(waits, "left_on", sequence="leave_sequence"),
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
