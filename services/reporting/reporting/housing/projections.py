"""What reporting keeps of a house's facts: rooms, conventions, the steps of stays, money."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from reporting.store import Ignored, Projecting, Projections, projecting, projection

# An arrival and a departure fill their own columns, each with its own sequence: either may come first.
stays = projection(
    "housing_stays",
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
    "housing_extensions",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("departure_on", sa.Date, nullable=False),
)

# One row a step rather than one a stay: what was true at the end of a month stays to be read.
stay_steps = projection(
    "housing_stay_steps",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("step_on", sa.Date, nullable=False),
    sa.Index("ix_housing_stay_steps_step_step_on", "step", "step_on"),
)

rooms = projection(
    "housing_rooms",
    sa.Column("opening_sequence", sa.BigInteger),
    sa.Column("closing_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("opened_on", sa.Date),
    sa.Column("closed_on", sa.Date),
)

# A room has many, so that its facts do not tell them apart: each is a row of its own.
voids = projection(
    "housing_voids",
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
    "housing_conventions",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False, index=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("interns_per_year", sa.Integer, nullable=False),
    sa.Column("shares", sa.Text, nullable=False),  # JSON: a list of [party, weight], the first named first
    key="convention_id",
)

dues = projection(
    "housing_dues",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    key="due_id",
)

payments = projection(
    "housing_payments",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("paid_on", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    key="payment_id",
)

costs = projection(
    "housing_costs",
    sa.Column("record_sequence", sa.BigInteger),
    sa.Column("cancel_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("cost_kind", sa.Text),
    sa.Column("incurred_on", sa.Date, index=True),
    sa.Column("amount_cents", sa.Integer),
    sa.Column("cancelled_on", sa.Date),
)


def _step(step: str, day: str) -> Projecting:
    return projecting(stay_steps, "house", step_on=day, always={"step": step})


def _shares(data: Mapping[str, Any]) -> str:
    return json.dumps([[share["party"], share["weight"]] for share in data["shares"]])


PROJECTIONS: Projections = {
    "housing.house_opened.v1": Ignored("every fact that counts names its house"),
    "housing.room_opened.v1": projecting(rooms, "house", "opened_on", sequence="opening_sequence"),
    "housing.room_closed.v1": projecting(rooms, "house", "closed_on", sequence="closing_sequence"),
    "housing.room_voided.v1": projecting(voids, "room_id", "from_on", "until_on", "reason", sequence="void_sequence"),
    "housing.room_restored.v1": projecting(voids, "room_id", "restored_on", sequence="restore_sequence"),
    "housing.convention_signed.v1": projecting(
        conventions, "house", "starts_on", "ends_on", "interns_per_year", computed={"shares": _shares}
    ),
    "housing.stay_requested.v1": _step("requested", "requested_on"),
    "housing.stay_waitlisted.v1": _step("waitlisted", "waitlisted_on"),
    "housing.stay_held.v1": _step("held", "held_on"),
    "housing.stay_confirmed.v1": _step("confirmed", "confirmed_on"),
    "housing.stay_refused.v1": _step("refused", "refused_on"),
    "housing.stay_expired.v1": _step("expired", "expired_on"),
    "housing.stay_cancelled.v1": _step("cancelled", "cancelled_on"),
    "housing.stay_not_arrived.v1": _step("not_arrived", "expected_on"),
    "housing.stay_settled.v1": _step("settled", "settled_on"),
    "housing.intern_arrived.v1": projecting(
        stays,
        *("house", "occupant_kind", "university", "occupant_id", "arrived_on", "expected_departure_on"),
        sequence="arrival_sequence",
    ),
    "housing.intern_departed.v1": projecting(
        stays, "house", "occupant_kind", "university", "departed_on", "nights", sequence="departure_sequence"
    ),
    "housing.stay_extended.v1": projecting(extensions, departure_on="new_departure_on"),
    # Authorised or not, these nights are spent.
    "housing.stay_overstayed.v1": projecting(extensions, departure_on="new_departure_on"),
    "housing.rent_due.v1": projecting(dues, "house", "month_on", "amount_cents"),
    "housing.rent_paid.v1": projecting(payments, "house", "paid_on", "amount_cents"),
    "housing.cost_recorded.v1": projecting(
        costs, "house", "cost_kind", "incurred_on", "amount_cents", sequence="record_sequence"
    ),
    "housing.cost_cancelled.v1": projecting(costs, "house", "cancelled_on", sequence="cancel_sequence"),
    "housing.occupant_erased.v1": Ignored("the reference that is kept names nobody, and what was counted was true"),
    "housing.report_refused.v1": Ignored("it is said to the partner; no figure counts what did not become a fact"),
}
