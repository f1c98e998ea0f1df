"""Marshmallow fields shared by the envelope and the payloads, each with the pattern partners must respect."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

ANTENNA_PATTERN = r"^[a-z][a-z0-9-]{1,30}\Z"
SOURCE_PATTERN = r"^/(?:[a-z][a-z0-9-]{1,30})/(?:[a-z][a-z0-9-]{1,30})\Z"
TYPE_PATTERN = r"^[a-z]+\.[a-z][a-z0-9_]*\.v[1-9][0-9]*\Z"
COMMUNE_PATTERN = r"^(?:\d{2}|2[AB])\d{3}\Z"
SIREN_PATTERN = r"^\d{9}\Z"
CODE_PATTERN = r"^[a-z][a-z0-9-]{1,62}\Z"

__all__ = ["EXCLUDE", "RAISE", "Payload", "antenna", "choice", "civil_day", "code", "commune", "instant", "siren"]


class Payload(Schema):
    """The `data` of one event type; unknown fields of the same major version are ignored (rule 7 of bad inputs)."""

    class Meta:
        unknown = EXCLUDE


class Instant(fields.AwareDateTime):
    """An instant with an offset (RFC 3339), kept in UTC; one without an offset is refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise ValidationError("Not a valid datetime.")
        return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)


def _text(pattern: str, description: str, **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(pattern), metadata={"description": description}, **kwargs)


def antenna(**kwargs: Any) -> fields.String:
    return _text(ANTENNA_PATTERN, "Code of the antenna the fact concerns.", **kwargs)


def commune(**kwargs: Any) -> fields.String:
    return _text(COMMUNE_PATTERN, "INSEE code of a commune (code officiel géographique).", **kwargs)


def siren(**kwargs: Any) -> fields.String:
    return _text(SIREN_PATTERN, "SIREN of an EPCI (9 digits).", **kwargs)


def code(description: str, **kwargs: Any) -> fields.String:
    return _text(CODE_PATTERN, description, **kwargs)


def choice(values: tuple[str, ...], description: str, **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(values), metadata={"description": description}, **kwargs)


def civil_day(description: str, **kwargs: Any) -> fields.Date:
    return fields.Date(metadata={"description": description + " (civil day, Europe/Paris)"}, **kwargs)


def instant(description: str, **kwargs: Any) -> Instant:
    return Instant(default_timezone=None, metadata={"description": description}, **kwargs)
