"""Stays that are lived: arrival, more nights, departure, settlement."""

from housing.commands.lodgings import (
    ExtendStay,
    RecordArrival,
    RecordDeparture,
    RecordDepartureOutcome,
    RecordOverstay,
    SettleStay,
    StayLongerOutcome,
)
from housing.commands.words import StayReference
from housing.http.api import AGENTS, MONEY, blueprint

RECORD_ARRIVAL = blueprint.ask(
    RecordArrival,
    "/stays/<uuid:stay_id>/arrival",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit l'arrivée.",
)
EXTEND_STAY = blueprint.ask(
    ExtendStay,
    "/stays/<uuid:stay_id>/extension",
    roles=AGENTS,
    answers=StayLongerOutcome,
    says="Prolonge un séjour, dans la durée permise.",
)
RECORD_OVERSTAY = blueprint.ask(
    RecordOverstay,
    "/stays/<uuid:stay_id>/overstay",
    roles=AGENTS,
    answers=StayLongerOutcome,
    says="Inscrit des nuits au-delà de la durée permise, avec ou sans accord.",
)
RECORD_DEPARTURE = blueprint.ask(
    RecordDeparture,
    "/stays/<uuid:stay_id>/departure",
    roles=AGENTS,
    answers=RecordDepartureOutcome,
    says="Inscrit le départ qui termine un séjour.",
)
SETTLE_STAY = blueprint.ask(
    SettleStay,
    "/stays/<uuid:stay_id>/settlement",
    roles=MONEY,
    answers=StayReference,
    says="Solde un séjour terminé dont tout est payé ou rendu.",
)
