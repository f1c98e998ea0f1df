"""Marshmallow fields of requests and answers: described, required unless told, refusing in French without quoting."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any
from unicodedata import category

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, Range

from kernel.hours import read_time, written_time

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMMON = {"required": "Ce champ est obligatoire.", "null": "Ce champ ne peut pas être nul."}
# Bounds where nothing narrower is said: no database column overflows, no page grows without end.
_LONGEST_TEXT = 2_000
_LONGEST_LIST = 500
_MOST = 1_000_000_000
_INVALID_DAY = "Une date s'écrit AAAA-MM-JJ et existe au calendrier."


class CivilDay(fields.Date):
    """A day, in the one ISO form that people read: neither `20240102` nor `2024-W01-2`."""

    default_error_messages = {**_COMMON, "invalid": _INVALID_DAY, "format": _INVALID_DAY}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """`true` or `false`; marshmallow would take 1, "on" and "yes" as well."""

    default_error_messages = {**_COMMON, "invalid": "Répondez true ou false."}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Text(fields.String):
    """A text that can be stored and shown: without NUL, without half characters."""

    default_error_messages = {
        **_COMMON,
        "invalid": "Un texte est attendu.",
        "unprintable": "Ce texte contient un caractère de commande : effacez-le et récrivez-le.",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        read: str = super()._deserialize(value, attr, data, **kwargs)
        if any(category(character) in ("Cc", "Cs") and character not in "\n\t" for character in read):
            raise self.make_error("unprintable")
        return read


class Whole(fields.Integer):
    """A whole number: JSON's own, neither `1.0`, `"1"` nor `true`."""

    default_error_messages = {**_COMMON, "invalid": "Un nombre entier est attendu."}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if type(value) is not int:
            raise self.make_error("invalid", input=value)
        return value


class Amount(Whole):
    """Money, in integer cents; on a page people write euros."""

    default_error_messages = {**_COMMON, "invalid": "Un montant est attendu, au centime près."}


class TimeOfDay(Text):
    """A time of day, written 08:30; minutes since midnight in the domain."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else written_time(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        try:
            return read_time(typed)
        except ValueError:
            raise ValidationError("Une heure s'écrit HH:MM, de 00:00 à 24:00.") from None


class Several(fields.List[Any]):
    """Any number of things of one kind, in their order; what has none, a set, is told sorted."""

    default_error_messages = {**_COMMON, "invalid": "Une liste est attendue."}

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> list[Any] | None:
        return super()._serialize(sorted(value) if isinstance(value, frozenset) else value, attr, obj, **kwargs)


class Part(fields.Nested):
    """An object inside a body or an answer, with a schema of its own."""

    default_error_messages = {**_COMMON, "type": "Un objet est attendu."}


class Content(fields.String):
    """The bytes of a file, written in base64."""

    default_error_messages = {
        **_COMMON,
        "invalid": "Un fichier est attendu, écrit en base64.",
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else b64encode(value).decode("ascii")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        try:
            return b64decode(super()._deserialize(value, attr, data, **kwargs), validate=True)
        except (NotBase64, ValueError):
            # ValueError: letters that base64 does not have; the error may quote them, so it is not kept.
            raise self.make_error("invalid") from None


class Reference(fields.UUID):
    default_error_messages = {**_COMMON, "invalid_uuid": "Une référence (UUID) est attendue."}


class Choice(fields.Enum[Any]):
    default_error_messages = {**_COMMON, "unknown": "Valeur inconnue ; choix possibles : {choices}."}


def civil_day(description: str, *, required: bool = True, **kwargs: Any) -> CivilDay:
    return CivilDay(required=required, metadata={"description": description + " (jour civil, Europe/Paris)"}, **kwargs)


def flag(description: str, *, required: bool = True, **kwargs: Any) -> Flag:
    return Flag(required=required, metadata={"description": description}, **kwargs)


def text(description: str, *, required: bool = True, longest: int = _LONGEST_TEXT, **kwargs: Any) -> Text:
    limit = Length(max=longest, error="Au plus {max} caractères.")
    return Text(required=required, validate=limit, metadata={"description": description}, **kwargs)


def reference(description: str, *, required: bool = True, **kwargs: Any) -> Reference:
    return Reference(required=required, metadata={"description": description}, **kwargs)


def choice(values: type[Enum], description: str, *, required: bool = True, **kwargs: Any) -> Choice:
    return Choice(values, by_value=Text, required=required, metadata={"description": description}, **kwargs)


def choices(of: fields.Field[Any], description: str, *, required: bool = True, **kwargs: Any) -> Several:
    """Any number of them, none included."""
    limit = Length(max=_LONGEST_LIST, error="Au plus {max} éléments.")
    return Several(of, required=required, validate=limit, metadata={"description": description}, **kwargs)


def part(of: type[Schema], description: str, *, required: bool = True, **kwargs: Any) -> Part:
    return Part(of, required=required, metadata={"description": description}, **kwargs)


def time_of_day(description: str, *, required: bool = True, **kwargs: Any) -> TimeOfDay:
    described = {"description": description + " (HH:MM, Europe/Paris)", "pattern": "^([01][0-9]|2[0-4]):[0-5][0-9]$"}
    return TimeOfDay(required=required, metadata=described, **kwargs)


def content(description: str, *, required: bool = True, **kwargs: Any) -> Content:
    described = {"description": description + " (en base64)", "format": "byte"}
    return Content(required=required, metadata=described, **kwargs)


def whole(description: str, *, least: int = 0, most: int = _MOST, required: bool = True, **kwargs: Any) -> Whole:
    limits = Range(least, most, error="Un nombre de {min} à {max} est attendu.")
    return Whole(required=required, validate=limits, metadata={"description": description}, **kwargs)


def amount(description: str, *, least: int = -_MOST, most: int = _MOST, required: bool = True, **kwargs: Any) -> Amount:
    limits = Range(least, most, error="Ce montant est hors des limites admises.")
    described = {"description": description + " (en centimes)"}
    return Amount(required=required, validate=limits, metadata=described, **kwargs)


def count(description: str, *, required: bool = True, **kwargs: Any) -> fields.Integer:
    return fields.Integer(required=required, metadata={"description": description}, **kwargs)
