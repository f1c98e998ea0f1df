"""Frozen dataclasses as plain JSON values and back, strictly: what is read has the very types that were written."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_Conversion = Callable[[Any], Any]
_AS_THEY_ARE = (bool, int, str, NoneType)


class Plain:
    """Writes and reads values of one annotation: `list[Tariff]`, `Inventory`, `tuple[str, ...]`, `date | None`…"""

    def __init__(self, annotation: Any) -> None:
        self.write, self.read = _conversions(annotation)


def _conversions(annotation: Any) -> tuple[_Conversion, _Conversion]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _AS_THEY_ARE:
        return _checked(annotation), _checked(annotation)
    if annotation is date:
        return date.isoformat, date.fromisoformat
    if annotation is UUID:
        return str, UUID
    if origin in (list, tuple):
        write, read = _conversions(arguments[0])
        return (lambda values: [write(value) for value in values]), (lambda plain: origin(map(read, plain)))
    if origin is Mapping:
        return _of_mapping(*map(_conversions, arguments))
    if origin in (Union, UnionType):
        return _optional(*(other for other in arguments if other is not NoneType))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return (lambda item: item.value), annotation
    if is_dataclass(annotation) and isinstance(annotation, type):
        return _of_dataclass(annotation)
    raise TypeError(f"no plain form for {annotation}")


def _checked(kind: type) -> _Conversion:
    def check(value: Any) -> Any:
        # Python holds True to be an integer.
        if type(value) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        return value

    return check


def _optional(annotation: Any) -> tuple[_Conversion, _Conversion]:
    write, read = _conversions(annotation)
    return (
        lambda value: None if value is None else write(value),
        lambda plain: None if plain is None else read(plain),
    )


def _of_mapping(
    keys: tuple[_Conversion, _Conversion], values: tuple[_Conversion, _Conversion]
) -> tuple[_Conversion, _Conversion]:
    (write_key, read_key), (write, read) = keys, values
    return (
        lambda mapping: {write_key(key): write(value) for key, value in mapping.items()},
        lambda plain: {read_key(key): read(value) for key, value in plain.items()},
    )


def _of_dataclass(kind: type) -> tuple[_Conversion, _Conversion]:
    hints = get_type_hints(kind)
    below = {field.name: _conversions(hints[field.name]) for field in fields(kind)}

    def write(value: Any) -> Mapping[str, Any]:
        return {name: write(getattr(value, name)) for name, (write, _) in below.items()}

    def read(plain: Mapping[str, Any]) -> Any:
        return kind(**{name: read(plain[name]) for name, (_, read) in below.items()})

    return write, read
