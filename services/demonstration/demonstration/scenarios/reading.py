"""From TOML tables to frozen dataclasses: the fields are the keys, and what does not fit is said in French."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

EXPECTED = {
    int: "un nombre entier",
    float: "un nombre",
    str: "un texte",
    date: "une date (AAAA-MM-JJ)",
    bool: "true ou false",
}


class ScenarioError(Exception):
    """A scenario file does not say what it must; the message names the file and the key."""


def read(kind: type[T], content: object, file: str, key: str = "") -> T:
    """Builds the dataclass `kind` from a TOML table; `key` is where the table stands in the file."""
    if not isinstance(content, Mapping):
        raise ScenarioError(f"{file} : « {key} » doit être une table")
    hints = get_type_hints(kind)
    prefix = f"{key}." if key else ""
    declared = fields(kind)  # type: ignore[arg-type]  # every caller passes a dataclass
    known = [field.name for field in declared]
    required = [field.name for field in declared if field.default is MISSING]
    faults = [f"la clé « {prefix}{name} » manque" for name in required if name not in content]
    faults += [f"la clé « {prefix}{name} » est inconnue" for name in content if name not in known]
    if faults:
        raise ScenarioError(f"{file} : {', '.join(faults)}")
    values = {name: _value(hints[name], content[name], file, prefix + name) for name in known if name in content}
    try:
        return kind(**values)
    except ValueError as broken:
        raise ScenarioError(f"{file} : « {key} » : {broken}") from broken


def _value(hint: Any, value: object, file: str, key: str) -> object:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ScenarioError(f"{file} : « {key} » doit être une liste")
        return tuple(_value(get_args(hint)[0], item, file, f"{key}[{n}]") for n, item in enumerate(value))
    if isinstance(hint, UnionType):
        # Only `X | None` (an optional key, never null in TOML) and `int | float` occur.
        plain = [option for option in get_args(hint) if option is not type(None)]
        return value if type(value) in plain else _value(plain[-1], value, file, key)
    if hint in EXPECTED:
        # The exact type: to Python, `true` would be a number and an instant a day.
        if type(value) is not hint:
            raise ScenarioError(f"{file} : « {key} » doit être {EXPECTED[hint]}")
        return value
    if issubclass(hint, StrEnum):
        if value not in list(hint):
            raise ScenarioError(f"{file} : « {key} » doit être l'une des valeurs {', '.join(hint)}")
        return hint(value)
    return read(hint, value, file, key)
