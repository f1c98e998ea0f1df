"""A value that travels whole inside, and whose parts stand beside the others outside: in a body, a line, a digest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, fields
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from kernel.said import FLAT

T = TypeVar("T")


def flat_fields(kind: type) -> Iterator[tuple[type, Field[Any]]]:
    """The fields as they stand outside, each with the dataclass that it is of: those of a FLAT value in its place."""
    wholes = _wholes(kind)
    for field in fields(kind):
        if field.name in wholes:
            yield from flat_fields(wholes[field.name])
        else:
            yield kind, field


def flattened(value: Any) -> dict[str, Any]:
    """The parts of a dataclass as they stand outside."""
    kind: type = type(value)
    wholes, parts = _wholes(kind), dict[str, Any]()
    for field in fields(value):
        part = getattr(value, field.name)
        parts.update(flattened(part) if field.name in wholes else {field.name: part})
    return parts


def composed(kind: Callable[..., T], parts: Mapping[str, Any]) -> T:
    """One of these dataclasses from parts that stand side by side; `TypeError` for one that is missing or unknown."""
    rest = dict(parts)
    for name, below in _wholes(kind).items():
        rest[name] = composed(below, {part: rest.pop(part) for part in _names(below) if part in rest})
    return kind(**rest)


@cache
def _wholes(kind: Callable[..., Any]) -> Mapping[str, type]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: get_args(hint)[0] for name, hint in hints.items() if FLAT in get_args(hint)[1:]}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for _, field in flat_fields(kind))
