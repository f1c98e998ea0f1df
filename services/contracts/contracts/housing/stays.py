"""Payloads about stays, from the request to the last cent, and about the people they are of."""

from contracts.fields import Payload, cents, choice, civil_day, flag, reason, whole
from contracts.housing.words import (
    CANCELLED_BY,
    INTENTIONS,
    house,
    occupant_id,
    occupant_kind,
    room_id,
    stay_id,
    university,
)

_ARRIVAL = "Première nuit prévue"
_DEPARTURE = "Départ prévu, nuit non comprise"
_PREVIOUS = "Départ prévu jusque-là, nuit non comprise"
_NEXT = "Départ prévu désormais, nuit non comprise"


class StayRequestedV1(Payload):
    """Somebody asked for a room."""

    in_order = ("arrival_on", "departure_on")

    stay_id = stay_id()
    house = house()
    occupant_id = occupant_id(required=True)
    occupant_kind = occupant_kind("Qui demande.")
    university = university()
    requested_on = civil_day("Jour de la demande", required=True)
    arrival_on = civil_day(_ARRIVAL, required=True)
    departure_on = civil_day(_DEPARTURE, required=True)
    quote_cents = cents("Prix annoncé pour ces nuits", required=True)


class StayWaitlistedV1(Payload):
    """A request was put on the waiting list, or changed its place there."""

    stay_id = stay_id()
    house = house()
    waitlisted_on = civil_day("Jour de l'inscription en liste d'attente", required=True)
    rank = whole("Rang ce jour-là, à partir de 1.", 1, 10_000, required=True)


class StayHeldV1(Payload):
    """A room was set aside for a request, for a while."""

    stay_id = stay_id()
    house = house()
    room_id = room_id(required=True)
    held_on = civil_day("Jour de la proposition", required=True)
    held_until_on = civil_day("Dernier jour pour confirmer", required=True)


class StayConfirmedV1(Payload):
    """The occupant will come: the room is theirs for these nights."""

    in_order = ("arrival_on", "departure_on")

    stay_id = stay_id()
    house = house()
    room_id = room_id(required=True)
    confirmed_on = civil_day("Jour de la confirmation", required=True)
    arrival_on = civil_day(_ARRIVAL, required=True)
    departure_on = civil_day(_DEPARTURE, required=True)


class StayRefusedV1(Payload):
    """A request was refused."""

    stay_id = stay_id()
    house = house()
    refused_on = civil_day("Jour du refus", required=True)
    reason = reason("Motif codé du refus.", required=True)


class StayExpiredV1(Payload):
    """Nobody confirmed in time: the room is free again."""

    stay_id = stay_id()
    house = house()
    expired_on = civil_day("Jour où la proposition est tombée", required=True)


class StayCancelledV1(Payload):
    """A stay will not take place."""

    stay_id = stay_id()
    house = house()
    cancelled_on = civil_day("Jour de l'annulation", required=True)
    by = choice(CANCELLED_BY, "Qui annule.", required=True)
    reason = reason("Motif codé de l'annulation.")


class StayNotArrivedV1(Payload):
    """The occupant of a confirmed stay never came."""

    stay_id = stay_id()
    house = house()
    expected_on = civil_day("Jour où l'occupant était attendu", required=True)


class InternArrivedV1(Payload):
    """An intern moved into a house."""

    in_order = ("arrived_on", "expected_departure_on")

    stay_id = stay_id()
    house = house()
    room_id = room_id()
    occupant_id = occupant_id()
    occupant_kind = occupant_kind("Qui est logé.")
    university = university()
    arrived_on = civil_day("Première nuit", required=True)
    expected_departure_on = civil_day("Départ annoncé, nuit non comprise", required=True)


class StayExtendedV1(Payload):
    """An occupant stays longer than planned, as agreed beforehand."""

    in_order = ("previous_departure_on", "new_departure_on")

    stay_id = stay_id()
    house = house()
    extended_on = civil_day("Jour de la prolongation", required=True)
    previous_departure_on = civil_day(_PREVIOUS, required=True)
    new_departure_on = civil_day(_NEXT, required=True)


class StayOverstayedV1(Payload):
    """An occupant stays longer than the house's rules give."""

    in_order = ("previous_departure_on", "new_departure_on")

    stay_id = stay_id()
    house = house()
    overstayed_on = civil_day("Jour où le dépassement est constaté", required=True)
    previous_departure_on = civil_day(_PREVIOUS, required=True)
    new_departure_on = civil_day(_NEXT, required=True)
    authorised = flag("La maison l'a autorisé.", required=True)


class InternDepartedV1(Payload):
    """An intern left a house."""

    stay_id = stay_id()
    house = house()
    room_id = room_id()
    occupant_kind = occupant_kind("Qui était logé.")
    university = university()
    departed_on = civil_day("Départ, nuit non comprise", required=True)
    nights = whole("Nuits passées, de l'arrivée au départ.", 1, 3660, required=True)
    price_cents = cents("Prix du séjour, jamais plus que le prix annoncé")
    intention = choice(INTENTIONS, "Ce que l'occupant dit vouloir faire ensuite.")


class StaySettledV1(Payload):
    """Everything due for a stay was paid."""

    stay_id = stay_id()
    house = house()
    settled_on = civil_day("Jour où le compte est soldé", required=True)
    price_cents = cents("Prix du séjour", required=True)


class OccupantErasedV1(Payload):
    """Who an occupant was is kept no more."""

    occupant_id = occupant_id(required=True)
    erased_on = civil_day("Jour de l'effacement", required=True)
