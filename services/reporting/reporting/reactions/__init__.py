"""One function per event listened to: each writes its projection; the table is what reporting reads."""

from collections.abc import Mapping

from chassis.core.manifest import Reaction
from reporting.reactions import housing, permanence

REACTIONS: Mapping[str, Reaction] = {
    "permanence.patient_registered.v1": permanence.on_patient_registered,
    "permanence.consultation_held.v1": permanence.on_consultation_held,
    "permanence.declaration_filed.v1": permanence.on_declaration_filed,
    "housing.house_opened.v1": housing.on_house_opened,
    "housing.room_opened.v1": housing.on_room_opened,
    "housing.room_closed.v1": housing.on_room_closed,
    "housing.room_voided.v1": housing.on_room_voided,
    "housing.room_restored.v1": housing.on_room_restored,
    "housing.convention_signed.v1": housing.on_convention_signed,
    "housing.stay_requested.v1": housing.on_stay_requested,
    "housing.stay_waitlisted.v1": housing.on_stay_waitlisted,
    "housing.stay_held.v1": housing.on_stay_held,
    "housing.stay_confirmed.v1": housing.on_stay_confirmed,
    "housing.stay_refused.v1": housing.on_stay_refused,
    "housing.stay_expired.v1": housing.on_stay_expired,
    "housing.stay_cancelled.v1": housing.on_stay_cancelled,
    "housing.stay_not_arrived.v1": housing.on_stay_not_arrived,
    "housing.intern_arrived.v1": housing.on_intern_arrived,
    "housing.stay_extended.v1": housing.on_stay_extended,
    "housing.stay_overstayed.v1": housing.on_stay_overstayed,
    "housing.intern_departed.v1": housing.on_intern_departed,
    "housing.stay_settled.v1": housing.on_stay_settled,
    "housing.rent_due.v1": housing.on_rent_due,
    "housing.rent_paid.v1": housing.on_rent_paid,
    "housing.cost_recorded.v1": housing.on_cost_recorded,
    "housing.cost_cancelled.v1": housing.on_cost_cancelled,
    "housing.occupant_erased.v1": housing.on_occupant_erased,
    "housing.report_refused.v1": housing.on_report_refused,
}
