"""Payloads of the facts that a house of interns publishes."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Payload, choice, civil_day, code, identifier

OCCUPANT_KINDS = ("gp_intern", "saspas_intern", "docteur_junior", "locum", "extern")

_HOUSE = "Code de la maison dans son antenne."
_UNIVERSITY = "Code de l'université de l'occupant, par exemple grenoble."


class InternArrivedV1(Payload):
    """An intern moved into a house."""

    stay_id = identifier("Le séjour.", required=True)
    house = code(_HOUSE, required=True)
    occupant_kind = choice(OCCUPANT_KINDS, "Qui est logé.", required=True)
    university = code(_UNIVERSITY, required=True)
    arrived_on = civil_day("Première nuit", required=True)
    expected_departure_on = civil_day("Départ annoncé, nuit non comprise", required=True)

    class Meta(Payload.Meta):
        description = "`expected_departure_on` est postérieur à `arrived_on`."

    @validates_schema
    def _half_open(self, data: dict[str, object], **_: object) -> None:
        if not data["arrived_on"] < data["expected_departure_on"]:  # type: ignore[operator]  # both are dates once loaded
            raise ValidationError("Departure is after arrival.", "expected_departure_on")


class InternDepartedV1(Payload):
    """An intern left a house."""

    stay_id = identifier("Le séjour.", required=True)
    house = code(_HOUSE, required=True)
    occupant_kind = choice(OCCUPANT_KINDS, "Qui était logé.", required=True)
    university = code(_UNIVERSITY, required=True)
    departed_on = civil_day("Départ, nuit non comprise", required=True)
    nights = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, max=3660),
        metadata={"description": "Nuits passées, de l'arrivée au départ."},
    )
