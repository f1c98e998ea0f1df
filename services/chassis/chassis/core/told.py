"""What leaves the house: for each class of fact, the event that it is told by, and which parts of it.

A service's `published.py` is one such table. A fact that is not in it cannot be saved: nothing is told, or kept back,
by omission.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.catalogue import BY_TYPE, EventType


class TellingWrong(Exception):
    """A table tells what the fact does not hold, or what the contract does not know: found when it is made."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How one class of fact is told: its event, the reference that it is about, its parts by their name on the wire."""

    entry: EventType
    about: str
    parts: tuple[tuple[str, str], ...]
    more: Callable[[Any, Any], Mapping[str, Any]] | None

    def subject(self, fact: object) -> UUID:
        subject: UUID = getattr(fact, self.about)
        return subject

    def data(self, fact: object, parameters: Any) -> dict[str, Any]:
        """The payload; a part that is not known is left out."""
        data: dict[str, Any] = {}
        for name, source in self.parts:
            part = getattr(fact, source)
            if part is not None:
                data[name] = part.value if isinstance(part, StrEnum) else part
        if self.more is not None:
            data.update(self.more(fact, parameters))
        return data


def tells(
    event: str,
    about: str,
    *names: str,
    more: Callable[[Any, Any], Mapping[str, Any]] | None = None,
    **renamed: str,
) -> Telling:
    """Of a fact about the reference `about`: these parts by their own name, `renamed` by another, and what `more` says.

    `more(fact, parameters)` is for what is computed, with the antenna's parameters.
    """
    entry = BY_TYPE.get(event)
    if entry is None:
        raise TellingWrong(f"{event} is not in the catalogue")
    return Telling(entry, about, (*((name, name) for name in names), *renamed.items()), more)


def _required(telling: Telling) -> set[str]:
    return {name for name, field in telling.entry.payload().fields.items() if field.required}


def table(tellings: Mapping[type, Telling]) -> Mapping[type, Telling]:
    """The same, its names checked; raises `TellingWrong`."""
    for fact, telling in tellings.items():
        held = {field.name for field in fields(fact)}
        known, asked = telling.entry.payload().fields, {name for name, _ in telling.parts}
        wrong = {
            "the fact does not hold": {telling.about, *(source for _, source in telling.parts)} - held,
            "the contract does not know": asked - known.keys(),
            "the contract requires": _required(telling) - asked if telling.more is None else set(),
        }
        faults = [f"{what} {', '.join(sorted(names))}" for what, names in wrong.items() if names]
        if faults:
            raise TellingWrong(f"{fact.__name__} told by {telling.entry.type}: {'; '.join(faults)}")
    return tellings
