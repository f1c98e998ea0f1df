"""Marshmallow fields of requests and answers: all required, described, and refusing in French without quoting."""

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from marshmallow import fields

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMMON = {"required": "Ce champ est obligatoire.", "null": "Ce champ ne peut pas être nul."}
_INVALID_DAY = "Une date s'écrit AAAA-MM-JJ et existe au calendrier."


class CivilDay(fields.Date):
    """A day, in the one ISO form that people read: neither `20240102` nor `2024-W01-2`."""

    default_error_messages = {**_COMMON, "invalid": _INVALID_DAY, "format": _INVALID_DAY}  # noqa: RUF012 - as marshmallow declares it

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """`true` or `false`; marshmallow would take 1, "on" and "yes" as well."""

    default_error_messages = {**_COMMON, "invalid": "Répondez true ou false."}  # noqa: RUF012 - as marshmallow declares it

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Text(fields.String):
    default_error_messages = {**_COMMON, "invalid": "Un texte est attendu."}  # noqa: RUF012 - as marshmallow declares it


class Reference(fields.UUID):
    default_error_messages = {**_COMMON, "invalid_uuid": "Une référence (UUID) est attendue."}  # noqa: RUF012 - as marshmallow declares it


class Choice(fields.Enum[Any]):
    default_error_messages = {**_COMMON, "unknown": "Valeur inconnue ; choix possibles : {choices}."}  # noqa: RUF012 - as marshmallow declares it


def civil_day(description: str, **kwargs: Any) -> CivilDay:
    return CivilDay(required=True, metadata={"description": description + " (jour civil, Europe/Paris)"}, **kwargs)


def flag(description: str) -> Flag:
    return Flag(required=True, metadata={"description": description})


def text(description: str) -> Text:
    return Text(required=True, metadata={"description": description})


def reference(description: str) -> Reference:
    return Reference(required=True, metadata={"description": description})


def choice(values: type[Enum], description: str) -> Choice:
    return Choice(values, by_value=Text, required=True, metadata={"description": description})


def count(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description})
