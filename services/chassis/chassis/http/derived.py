"""Bodies and answers made from dataclasses: a command, an outcome or a read model says itself once (`kernel.said`).

Everything here runs when the routes are declared; a request only loads, makes and dumps.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import marshmallow.fields
from marshmallow.fields import Dict, Field, String
from msgspec import UnsetType

from chassis.http.bodies import Answer, Body
from chassis.http.fields import (
    amount,
    choice,
    choices,
    civil_day,
    content,
    count,
    flag,
    part,
    reference,
    text,
    time_of_day,
    whole,
)
from kernel.flat import composed, flat_fields
from kernel.said import CALLER, CENTS, FLAT, TIME_OF_DAY, WITHIN, Between, Longest, Mark

Values = Mapping[str, Any]
_LISTS = (tuple, list, frozenset, Sequence)


class Unsaid(Exception):
    """A field says too little of itself, or is of a type that no door can ask for: found when routes are declared."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One field: its type without `Annotated` and `None`, its sentence, its bounds and marks."""

    name: str
    kind: Any
    sentence: str
    marks: frozenset[Mark]
    between: Between | None
    longest: Longest | None
    is_optional: bool
    may_be_absent: bool
    has_default: bool


@cache
def body_of(command: type, less: frozenset[str] = frozenset()) -> type[Body]:
    """The body that asks for a command; `less` are the fields that come from elsewhere, such as its address."""
    return type(f"{command.__name__}Body", (Body,), dict(_fields_asked(command, less)))


@cache
def answer_of(kind: type, *, words: bool = False) -> type[Answer]:
    """The answer that shows a value; with `words`, one of some words is a text, after the list of them (outcomes)."""
    shown = dict(_fields_shown(kind, "", words=words))
    return type(f"{kind.__name__}{'' if words else 'Read'}", (Answer,), shown)


@cache
def fields_of(command: type) -> frozenset[str]:
    """The fields of a command as they stand outside, those of its flat values in their place."""
    return frozenset(field.name for _, field in flat_fields(command))


@cache
def filled_by_the_caller(command: type) -> frozenset[str]:
    return frozenset(said.name for said in _said_of(command) if CALLER in said.marks)


@cache
def maker_of(kind: type) -> Callable[[Values], Any]:
    """From the loaded values, flat as they came, to the command with its values whole."""
    makers = {said.name: made for said in _said_flat(kind) if (made := _maker(said)) is not None}

    def make(values: Values) -> Any:
        given = dict(values)
        for name in makers.keys() & given.keys():
            if given[name] is not None:
                given[name] = makers[name](given[name])
        return composed(kind, given)

    return make


def _said_flat(kind: type) -> Iterator[_Said]:
    for said in _said_of(kind):
        if FLAT in said.marks:
            yield from _said_flat(said.kind)
        else:
            yield said


def _maker(said: _Said) -> Callable[[Any], Any] | None:
    """What turns a loaded part into the value of the field; none where it is that already."""
    if is_dataclass(said.kind):
        return maker_of(said.kind)  # type: ignore[arg-type]  # is_dataclass does not tell mypy that it is a class
    if get_origin(said.kind) in _LISTS:
        collect = frozenset if get_origin(said.kind) is frozenset else tuple
        inner = _maker(_read(said.name, get_args(said.kind)[0], has_default=False))
        return collect if inner is None else lambda items: collect(map(inner, items))
    return None


def _fields_asked(kind: type, less: Collection[str]) -> Iterator[tuple[str, Field[Any]]]:
    for said in _said_flat(kind):
        if said.name in less or said.marks & {CALLER, WITHIN}:
            continue
        # What must be said although it may be nothing: null is a word of its own.
        options: dict[str, Any] = {"allow_none": True} if said.is_optional and not said.has_default else {}
        asked = _asked(said, required=not said.has_default, **options)
        # What a form that no template draws calls it.
        asked.metadata = {**asked.metadata, "label": said.sentence.rstrip(".")}
        yield said.name, asked


def _fields_shown(kind: type, path: str, *, words: bool) -> Iterator[tuple[str, Field[Any]]]:
    for said in (*_said_of(kind), *_said_computed(kind)):
        if FLAT in said.marks:
            yield from _fields_shown(said.kind, f"{path}{said.name}.", words=words)
        elif WITHIN not in said.marks:
            options: dict[str, Any] = {"attribute": path + said.name} if path else {}
            yield said.name, _shown(said, words, **options)


def _asked(said: _Said, **options: Any) -> Field[Any]:
    kind, sentence = said.kind, said.sentence
    if get_origin(kind) in _LISTS:
        return choices(_asked(_read(said.name, get_args(kind)[0], has_default=False)), sentence, **options)
    if is_dataclass(kind):
        return part(body_of(kind), sentence, **options)  # type: ignore[arg-type]  # a class, as above
    return _number(said, **options) if kind is int else _plain(said, **options)


def _shown(said: _Said, words: bool, **options: Any) -> Field[Any]:
    kind, sentence = said.kind, said.sentence
    if said.is_optional:
        options["allow_none"] = True
    if said.has_default or said.may_be_absent:
        options["required"] = False
    if get_origin(kind) is Mapping:
        return _by_name(said)
    if get_origin(kind) in _LISTS:
        inner = _shown(_read(said.name, get_args(kind)[0], has_default=False), words)
        return choices(inner, sentence, **options)
    if is_dataclass(kind):
        return part(answer_of(kind, words=words), sentence, **options)  # type: ignore[arg-type]  # a class, as above
    if kind is int and not said.marks & {CENTS, TIME_OF_DAY} and said.between is None:
        return count(sentence, **options)
    if kind is int:
        return _number(said, **options)
    if words and isinstance(kind, type) and issubclass(kind, StrEnum):
        return text(f"{sentence} : {', '.join(kind)}.", **options)
    return _plain(said, **options)


def _by_name(said: _Said) -> Field[Any]:
    """An object whose names are data: rooms by their code."""
    _, kind = get_args(said.kind)
    if kind is not UUID:
        raise Unsaid(f"{said.name}: only references are shown by name, not {kind}")
    return Dict(String(), marshmallow.fields.UUID(), required=True, metadata={"description": said.sentence})


def _number(said: _Said, **options: Any) -> Field[Any]:
    if TIME_OF_DAY in said.marks:
        return time_of_day(said.sentence, **options)
    if said.between is not None:
        options.update(least=said.between.least, most=said.between.most)
    return (amount if CENTS in said.marks else whole)(said.sentence, **options)


def _plain(said: _Said, **options: Any) -> Field[Any]:
    """What is asked and shown alike."""
    if said.kind is str:
        if said.longest is not None:
            options["longest"] = said.longest.most
        return text(said.sentence, **options)
    simple: Mapping[Any, Callable[..., Field[Any]]] = {
        date: civil_day,
        UUID: reference,
        bool: flag,
        bytes: content,
    }
    if said.kind in simple:
        return simple[said.kind](said.sentence, **options)
    if isinstance(said.kind, type) and issubclass(said.kind, Enum):
        return choice(said.kind, said.sentence, **options)
    raise Unsaid(f"{said.name}: no door asks for {said.kind}; a body of its own does, or a value made of plain fields")


@cache
def _said_of(kind: type) -> tuple[_Said, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        _read(field.name, hints[field.name], has_default=(field.default, field.default_factory) != (MISSING, MISSING))
        for field in fields(kind)
    )


def _said_computed(kind: type) -> Iterator[_Said]:
    """The properties that say what they are, as fields do."""
    for name, member in vars(kind).items():
        if isinstance(member, property) and member.fget is not None:
            hint = get_type_hints(member.fget, include_extras=True)["return"]
            if get_origin(hint) is Annotated:
                yield _read(name, hint, has_default=False)


def _read(name: str, annotation: Any, *, has_default: bool) -> _Said:
    kind, told = _unwrapped(annotation)
    alternatives = get_args(kind) if get_origin(kind) in (Union, UnionType) else ()
    is_optional, may_be_absent = NoneType in alternatives, UnsetType in alternatives
    if alternatives:
        others = [other for other in alternatives if other not in (NoneType, UnsetType)]
        if len(others) != 1:
            raise Unsaid(f"{name} is of several types ({annotation}): one, and None where it may be missing")
        kind, more = _unwrapped(others[0])
        told = (*told, *more)
    sentences = [said for said in told if isinstance(said, str)]
    marks = frozenset(said for said in told if isinstance(said, Mark))
    if not sentences and not marks & {FLAT, CALLER, WITHIN}:
        raise Unsaid(f"{name} has no sentence: say what it is, Annotated[{kind}, 'En français.']")
    return _Said(
        name,
        kind,
        sentences[0] if sentences else "",
        marks,
        next((said for said in told if isinstance(said, Between)), None),
        next((said for said in told if isinstance(said, Longest)), None),
        is_optional,
        may_be_absent,
        has_default,
    )


def _unwrapped(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    if get_origin(annotation) is Annotated:
        kind, *told = get_args(annotation)
        return kind, tuple(told)
    return annotation, ()
