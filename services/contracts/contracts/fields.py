"""Marshmallow fields shared by the envelope and the payloads, each with the pattern partners must respect."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

ANTENNA_PATTERN = r"^[a-z][a-z0-9-]{1,30}\Z"
SOURCE_PATTERN = r"^/(?:[a-z][a-z0-9-]{1,30})/(?:[a-z][a-z0-9-]{1,30})\Z"
TYPE_PATTERN = r"^[a-z]+\.[a-z][a-z0-9_]*\.v[1-9][0-9]*\Z"
COMMUNE_PATTERN = r"^(?:[0-9]{2}|2[AB])[0-9]{3}\Z"
SIREN_PATTERN = r"^[0-9]{9}\Z"
RPPS_PATTERN = r"^[0-9]{11}\Z"
CODE_PATTERN = r"^[a-z][a-z0-9-]{1,62}\Z"
WORD_PATTERN = r"^[a-z][a-z0-9_]{1,62}\Z"
RULE_PATTERN = r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\Z"
SEQUENCE_PATTERN = r"^[0-9]{10}\Z"
# Python reads more forms of these three than the contract says (`{…}`, `20240502`, `2024-W18-4`): one form each.
UUID_PATTERN = r"^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\Z"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"
FIRST_OF_MONTH_PATTERN = r"^[0-9]{4}-[0-9]{2}-01\Z"
INSTANT_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})\Z"
)
MOST_CENTS = 100_000_000  # a million euros


class Payload(Schema):
    """The `data` of one event type; unknown fields of the same major version are ignored.

    Of `in_order`, the second day is after the first: JSON Schema has no words for it, so that documents tell it in
    French.
    """

    in_order: ClassVar[tuple[str, str] | None] = None

    class Meta:
        unknown = EXCLUDE

    @validates_schema
    def _between_fields(self, data: Mapping[str, Any], **_: object) -> None:
        if self.in_order and self.in_order[1] in data and not data[self.in_order[0]] < data[self.in_order[1]]:
            raise ValidationError("The second day is after the first.", self.in_order[1])


class Instant(fields.AwareDateTime):
    """An instant with an offset (RFC 3339), kept in UTC; one without an offset is refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        try:
            return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)
        except OverflowError:  # within a day of year 1 or 9999, another zone may have no date to write
            raise ValidationError("Not a valid datetime.") from None


def _written_as(pattern: str) -> Callable[[Any], Any]:
    written = re.compile(pattern)

    def check(value: Any) -> Any:
        if value is not None and not (isinstance(value, str) and written.match(value)):
            raise ValidationError("Not written as it should be.")
        return value

    return check


def _yes_or_no(value: Any) -> Any:
    # Python holds 1 and True equal, and marshmallow with it.
    if not isinstance(value, bool):
        raise ValidationError("Not a valid boolean.")
    return value


def _text(pattern: str, description: str, **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(pattern), metadata={"description": description}, **kwargs)


def antenna(**kwargs: Any) -> fields.String:
    return _text(ANTENNA_PATTERN, "Code de l'antenne que le fait concerne.", **kwargs)


def commune(**kwargs: Any) -> fields.String:
    return _text(COMMUNE_PATTERN, "Code INSEE d'une commune (code officiel géographique).", **kwargs)


def rpps(description: str, **kwargs: Any) -> fields.String:
    """Only in what partners report: the facts of the network name practitioners by a reference."""
    return _text(RPPS_PATTERN, description, **kwargs)


def code(description: str, **kwargs: Any) -> fields.String:
    return _text(CODE_PATTERN, description, **kwargs)


def reason(description: str, **kwargs: Any) -> fields.String:
    """A word of the owner's own list, so that nobody writes a sentence about a person."""
    return _text(WORD_PATTERN, description, **kwargs)


def field_name(description: str, **kwargs: Any) -> fields.String:
    return _text(WORD_PATTERN, description, **kwargs)


def rule_code(description: str, **kwargs: Any) -> fields.String:
    return _text(RULE_PATTERN, description, **kwargs)


def choice(values: tuple[str, ...], description: str, **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(values), metadata={"description": description}, **kwargs)


def civil_day(description: str, **kwargs: Any) -> fields.Date:
    metadata = {"description": description + " (jour civil, Europe/Paris).", "pattern": DAY_PATTERN}
    return fields.Date(pre_load=_written_as(DAY_PATTERN), metadata=metadata, **kwargs)


def first_of_month(description: str, **kwargs: Any) -> fields.Date:
    metadata = {"description": f"{description}, par son premier jour.", "pattern": FIRST_OF_MONTH_PATTERN}
    return fields.Date(pre_load=_written_as(FIRST_OF_MONTH_PATTERN), metadata=metadata, **kwargs)


def instant(description: str, **kwargs: Any) -> Instant:
    metadata = {"description": description, "pattern": INSTANT_PATTERN}
    return Instant(default_timezone=None, pre_load=_written_as(INSTANT_PATTERN), metadata=metadata, **kwargs)


def identifier(description: str, **kwargs: Any) -> fields.UUID:
    metadata = {"description": description, "pattern": UUID_PATTERN}
    return fields.UUID(pre_load=_written_as(UUID_PATTERN), metadata=metadata, **kwargs)


def flag(description: str, **kwargs: Any) -> fields.Boolean:
    return fields.Boolean(pre_load=_yes_or_no, metadata={"description": description}, **kwargs)


def whole(description: str, least: int, most: int, **kwargs: Any) -> fields.Integer:
    return fields.Integer(
        strict=True, validate=validate.Range(least, most), metadata={"description": description}, **kwargs
    )


def cents(description: str, *, least: int = 0, most: int = MOST_CENTS, **kwargs: Any) -> fields.Integer:
    """An amount of money: never a float, and far below what a house of interns could ever cost."""
    return whole(f"{description} (en centimes d'euro).", least, most, **kwargs)
