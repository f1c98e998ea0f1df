"""The event as nameko's documentation would have it checked: one marshmallow schema, loaded once an event."""

from marshmallow import EXCLUDE, Schema, fields, validate


class ConsultationHeld(Schema):
    class Meta:
        unknown = EXCLUDE

    held_on = fields.Date(required=True)
    practitioner_kind = fields.String(
        required=True,
        validate=validate.OneOf(["retired_gp", "salaried_gp", "saspas_intern", "docteur_junior", "locum"]),
    )


class Envelope(Schema):
    class Meta:
        unknown = EXCLUDE

    specversion = fields.String(required=True, validate=validate.Equal("1.0"))
    id = fields.UUID(required=True)
    source = fields.String(required=True, validate=validate.Regexp(r"^/[a-z][a-z0-9-]{1,30}/[a-z]+\Z"))
    type = fields.String(required=True, validate=validate.Equal("permanence.consultation_held.v2"))
    subject = fields.UUID(required=True)
    time = fields.AwareDateTime(required=True)
    datacontenttype = fields.String(validate=validate.Equal("application/json"))
    antenna = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9-]{1,30}\Z"))
    sequence = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{10}\Z"))
    correlationid = fields.UUID(required=True)
    causationid = fields.UUID(required=True)
    data = fields.Nested(ConsultationHeld, required=True)
