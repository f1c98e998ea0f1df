"""Payloads about houses, their rooms, and the conventions that share what they cost."""

from marshmallow import fields, validate

from contracts.fields import Payload, choice, civil_day, code, commune, identifier, whole
from contracts.housing.words import VOID_REASONS, house, room_id

_VOID = "La période d'indisponibilité."


class HouseOpenedV1(Payload):
    """A house opened its doors."""

    house = house()
    commune = commune(required=True)
    area_m2 = whole("Surface habitable, en mètres carrés.", 1, 10_000, required=True)
    opened_on = civil_day("Première nuit possible", required=True)


class RoomOpenedV1(Payload):
    """A room of a house can be given out."""

    room_id = room_id(required=True)
    house = house()
    room = code("Code de la chambre dans sa maison.", required=True)
    opened_on = civil_day("Première nuit possible", required=True)


class RoomClosedV1(Payload):
    """A room is given out no more."""

    room_id = room_id(required=True)
    house = house()
    closed_on = civil_day("Première nuit qui n'est plus offerte", required=True)


class RoomVoidedV1(Payload):
    """A room cannot be given out for some nights."""

    in_order = ("from_on", "until_on")

    void_id = identifier(_VOID, required=True)
    room_id = room_id(required=True)
    house = house()
    from_on = civil_day("Première nuit indisponible", required=True)
    until_on = civil_day("Première nuit de nouveau disponible", required=True)
    reason = choice(VOID_REASONS, "Pourquoi la chambre n'est pas offerte.", required=True)


class RoomRestoredV1(Payload):
    """A void ended before its day."""

    void_id = identifier(_VOID, required=True)
    room_id = room_id(required=True)
    house = house()
    restored_on = civil_day("Première nuit de nouveau disponible", required=True)


class ShareV1(Payload):
    """What one party of a convention bears."""

    party = code("Code de la collectivité qui participe, par exemple departement.", required=True)
    weight = whole("Sa part, en proportion de la somme des parts.", 1, 1_000_000, required=True)


class ConventionSignedV1(Payload):
    """A convention about a house was signed: its objective, and who shares its net cost."""

    in_order = ("starts_on", "ends_on")

    convention_id = identifier("La convention.", required=True)
    house = house()
    starts_on = civil_day("Premier jour de la convention", required=True)
    ends_on = civil_day("Fin, jour non compris ; absente : sans terme")
    interns_per_year = whole("Objectif : internes hébergés par an, au moins.", 0, 1_000, required=True)
    shares = fields.List(
        fields.Nested(ShareV1),
        required=True,
        validate=validate.Length(1, 20),
        metadata={"description": "Qui porte le coût net ; les centimes impartageables vont à la première."},
    )
