"""A payload's schema as plain code, made from the schema itself: five times faster, and proven equal to it by a test.

It answers only for payloads without fault. For all others the schema itself says which field is wrong.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate
from marshmallow.decorators import VALIDATES_SCHEMA

from contracts.fields import UUID_PATTERN

# Gives the loaded value, or raises when the schema must be asked.
_Load = Callable[[Any], Any]

_uuid = re.compile(UUID_PATTERN).match


class PayloadCheck:
    """Loads the faultless payloads of one schema; where it does not know a kind of field, none."""

    def __init__(self, schema: Schema) -> None:
        loads = {name: _load_of(field) for name, field in schema.load_fields.items()}
        self._knows_all = None not in loads.values()
        known = [(name, load) for name, load in loads.items() if load is not None]
        self._required = [(name, load) for name, load in known if schema.load_fields[name].required]
        self._optional = [(name, load) for name, load in known if not schema.load_fields[name].required]
        # The rules between fields are the schema's own methods.
        self._rules = [getattr(schema, name) for name, _, _ in schema._hooks[VALIDATES_SCHEMA]]

    def __call__(self, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """The loaded payload as the schema would give it, else None."""
        if not self._knows_all:
            return None
        try:
            loaded = {name: load(data[name]) for name, load in self._required}
            for name, load in self._optional:
                if name in data:
                    loaded[name] = load(data[name])
            for rule in self._rules:
                rule(loaded)
        except (KeyError, TypeError, ValueError, ValidationError):
            return None  # something is missing, of another type or against a rule: the schema says which
        return loaded


def _load_of(field: fields.Field[Any]) -> _Load | None:
    if field.allow_none:
        return None
    match field, field.validators:
        case fields.UUID(), []:
            return _identifier
        case fields.Date(), []:
            return _civil_day(field.metadata["pattern"])
        case fields.Boolean(), []:
            return _flag
        case fields.Integer(strict=True), [validate.Range() as bounds]:
            return _checked_by(int, bounds)
        case fields.String(), [validate.Regexp() | validate.OneOf() as form] if type(field) is fields.String:
            return _checked_by(str, form)
        case fields.List(), [validate.Length() as size] if load := _load_of(field.inner):
            return _list_of(load, size)
    return None


def _identifier(value: str) -> UUID:
    if not _uuid(value):
        raise ValueError("not a UUID in the form of the contract")
    return UUID(value)


def _civil_day(pattern: str) -> _Load:
    written = re.compile(pattern).match

    def load(value: str) -> date:
        if not written(value):
            raise ValueError("not a day in the form of the contract")
        return date.fromisoformat(value)

    return load


def _flag(value: object) -> object:
    if value is not True and value is not False:
        raise ValueError("not a boolean")
    return value


def _checked_by(kind: type, validator: Callable[[Any], Any]) -> _Load:
    def load(value: object) -> object:
        if type(value) is not kind:
            raise TypeError("of another type")
        validator(value)
        return value

    return load


def _list_of(load: _Load, size: validate.Length) -> _Load:
    def load_each(value: object) -> object:
        if not isinstance(value, list):
            raise TypeError("not a list")
        return size([load(item) for item in value])

    return load_each
