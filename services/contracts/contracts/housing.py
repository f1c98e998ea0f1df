"""Payloads of the facts that a house of interns publishes."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Payload, choice, civil_day, code

OCCUPANT_KINDS = ("gp_intern", "saspas_intern", "docteur_junior", "locum", "extern")

_HOUSE = "Code of the house inside its antenna."
_UNIVERSITY = "Code of the occupant's university, such as grenoble."


class InternArrivedV1(Payload):
    """An intern moved into a house."""

    stay_id = fields.UUID(required=True, metadata={"description": "The stay."})
    house = code(_HOUSE, required=True)
    occupant_kind = choice(OCCUPANT_KINDS, "Who is lodged.", required=True)
    university = code(_UNIVERSITY, required=True)
    arrived_on = civil_day("First night", required=True)
    expected_departure_on = civil_day("Announced day of departure, not slept", required=True)

    @validates_schema
    def _half_open(self, data: dict[str, object], **_: object) -> None:
        if not data["arrived_on"] < data["expected_departure_on"]:  # type: ignore[operator]  # both are dates once loaded
            raise ValidationError("Departure is after arrival.", "expected_departure_on")


class InternDepartedV1(Payload):
    """An intern left a house."""

    stay_id = fields.UUID(required=True, metadata={"description": "The stay."})
    house = code(_HOUSE, required=True)
    occupant_kind = choice(OCCUPANT_KINDS, "Who was lodged.", required=True)
    university = code(_UNIVERSITY, required=True)
    departed_on = civil_day("Day of departure, not slept", required=True)
    nights = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, max=3660),
        metadata={"description": "Nights slept, from arrival to departure."},
    )
