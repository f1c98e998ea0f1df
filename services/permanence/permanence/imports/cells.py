"""How the text of a cell becomes a value: a day, a time, yes or no, one of some words."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints

from kernel.flat import flat_fields
from permanence.domain.imported.rules import CellMissing, CellUnreadable

Read = Callable[[str, str], Any]  # the text, and how days are written; a ValueError says in French what is expected


@dataclass(frozen=True, slots=True)
class Field:
    """What one cell of a line says."""

    read: Read
    required: bool = True


def cell_value(name: str, field: Field, text: str, dates: str, codes: Mapping[str, str]) -> Any:
    """The value of a cell, None when it is empty and may be; raises the rule that it breaks, naming the field."""
    if not text:
        if field.required:
            raise CellMissing(field=name)
        return None
    if codes and text not in codes:
        raise CellUnreadable(f"La case n'a aucune des valeurs prévues : {', '.join(codes)}.", name)
    try:
        return field.read(codes.get(text, text), dates)
    except ValueError as expected:
        raise CellUnreadable(f"La case n'est pas lisible : il faut {expected}.", name) from None


def of_command(command: type, *names: str) -> dict[str, Field]:
    """These parts of a command, each read as its type wants; what the command may do without, a line may too."""
    found = {field.name: (of, field) for of, field in flat_fields(command)}
    return {
        name: Field(_reader(get_type_hints(of)[name]), field.default is MISSING)
        for name, (of, field) in ((name, found[name]) for name in names)
    }


def text(text: str, _dates: str) -> str:
    return text


def day(text: str, dates: str) -> date:
    try:
        return datetime.strptime(text, dates).date()  # noqa: DTZ007 - a civil day has no zone
    except ValueError:
        raise ValueError(f"une date écrite comme {date(2024, 5, 31).strftime(dates)}") from None


def minutes(text: str, _dates: str) -> int:
    """A time of day, in minutes since midnight."""
    hours, _, past = text.replace("h", ":").partition(":")
    if not (hours.isdecimal() and past.isdecimal() and int(hours) < 24 and int(past) < 60):
        raise ValueError("une heure écrite comme 08:30")
    return 60 * int(hours) + int(past)


def flag(text: str, _dates: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise ValueError("oui ou non")
    return _FLAGS[text.casefold()]


def count(text: str, _dates: str) -> int:
    if not text.isdecimal():
        raise ValueError("un nombre entier")
    return int(text)


def one_of(choices: type[StrEnum]) -> Read:
    def read(text: str, _dates: str) -> StrEnum:
        if text not in list(choices):
            raise ValueError(f"l'une des valeurs {', '.join(choices)}")
        return choices(text)

    return read


_FLAGS = {"true": True, "oui": True, "1": True, "false": False, "non": False, "0": False}
_READERS: Mapping[type, Read] = {str: text, date: day, bool: flag, int: count}


def _reader(annotation: Any) -> Read:
    options = [option for option in get_args(annotation) if option is not NoneType] or [annotation]
    (plain,) = options
    return one_of(plain) if issubclass(plain, StrEnum) else _READERS[plain]
