"""The closed lists and the fields that several facts of a house, and the claims about it, have in common."""

from typing import Any

from marshmallow import fields

from contracts.fields import choice, code, identifier

OCCUPANT_KINDS = (
    "gp_intern",
    "saspas_intern",
    "docteur_junior",
    "locum",
    "extern",
    "thesis_student",
    "dental_student",
)
VOID_REASONS = ("works", "sanitary", "reserved", "other")
CANCELLED_BY = ("occupant", "house")
INTENTIONS = ("settle_here", "elsewhere", "undecided")
COST_KINDS = ("rent", "electricity", "heating", "water", "upkeep", "equipment", "insurance", "other")


def house() -> fields.String:
    return code("Code de la maison dans son antenne.", required=True)


def stay_id() -> fields.UUID:
    return identifier("Le séjour.", required=True)


def room_id(**kwargs: Any) -> fields.UUID:
    return identifier("La chambre.", **kwargs)


def occupant_id(**kwargs: Any) -> fields.UUID:
    return identifier("Référence opaque de l'occupant dans l'antenne.", **kwargs)


def occupant_kind(description: str) -> fields.String:
    return choice(OCCUPANT_KINDS, description, required=True)


def university() -> fields.String:
    return code("Code de l'université de l'occupant, par exemple grenoble.", required=True)
