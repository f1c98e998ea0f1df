"""Somebody who reads the whole bus, envelopes included, joins all that can be joined, and looks for one person.

It knows nothing of the contract but which events register a person: identifiers and instants that it meets are handles,
and a handle that leads to one registration alone makes whatever bears it a fact about that person.
"""

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

# Fewer than this many persons are named by their group (statistical secrecy: no cell under 11).
SMALLEST_GROUP = 11
_ENVELOPE = frozenset({"specversion", "id", "source", "subject", "datacontenttype", "antenna", "data", "type"})
_CORRELATED = ("correlationid", "causationid")

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Of how many persons: those whom everything told of them tells from all others, the size of the smallest group;
    those singled out when one day on which they came is known besides.
    """

    persons: int
    unique: int
    smallest_group: int
    singled_out_by_a_day: int

    @property
    def unique_share(self) -> float:
        return self.unique / self.persons

    @property
    def singled_out_share(self) -> float:
        return self.singled_out_by_a_day / self.persons

    def __str__(self) -> str:
        return (
            f"{self.persons} personnes : {self.unique} uniques ({self.unique_share:.1%}), plus petit groupe "
            f"{self.smallest_group} ; un jour de venue connu : {self.singled_out_by_a_day} isolées "
            f"({self.singled_out_share:.1%})"
        )


class Attacker:
    """What one antenna's permanence said on the bus."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = list(events)
        self._of_person = self._joined()

    def persons(self) -> Sequence[str]:
        """The references that registrations are about."""
        return [event["subject"] for event in self._events if _is_registration(event)]

    @cached_property
    def _profiles(self) -> Mapping[str, frozenset[tuple[str, str, int]]]:
        """All that is told of each person, days and envelopes included, and how often."""
        told: dict[str, Counter[tuple[str, str]]] = {person: Counter() for person in self.persons()}
        for event, person in self._attributed():
            told[person].update(_said(event))
        return {person: frozenset((*said, times) for said, times in one.items()) for person, one in told.items()}

    def groups(self) -> Counter[frozenset[tuple[str, str, int]]]:
        """How many persons are told of in the same words."""
        return Counter(self._profiles.values())

    def found(self, came_on: Mapping[str, Sequence[date]]) -> Found:
        """`came_on`: the days on which each person came, of which the attacker learned one elsewhere."""
        groups = self.groups()
        singled_out = sum(any(self._is_singled_out(person, day) for day in days) for person, days in came_on.items())
        unique = sum(size for size in groups.values() if size == 1)
        return Found(len(self._profiles), unique, min(groups.values()), singled_out)

    def _is_singled_out(self, person: str, day: date) -> bool:
        """Whether who is known (where they live, their age) and the day leave one person, or the day one single act."""
        of_that_day = self._acts_by_day[day.isoformat()]
        if len(of_that_day) == 1:
            return True
        candidates = {self._of_person.get(event["id"]) for event in of_that_day}
        if None in candidates:  # whose some acts are cannot be said: anybody's who was there to come
            return sum(known == self._known_of[person] for known in self._known_of.values()) == 1
        return sum(self._known_of[one] == self._known_of[person] for one in candidates if one) == 1

    @cached_property
    def _acts_by_day(self) -> Mapping[str, Sequence[Event]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self._events:
            if ".consultation_held." in event["type"]:
                found[event["data"]["held_on"]].append(event)
        return found

    @cached_property
    def _known_of(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """What a neighbour knows of a person, as far as it is told: the place and the age."""
        known = ("commune", "epci", "age_band")
        return {
            event["subject"]: frozenset((name, event["data"][name]) for name in known if name in event["data"])
            for event in self._events
            if _is_registration(event)
        }

    def _attributed(self) -> Iterator[tuple[Event, str]]:
        for event in self._events:
            if (person := self._of_person.get(event["id"])) is not None:
                yield event, person

    def _joined(self) -> dict[str, str]:
        """By the id of each event that can be joined to one person alone, that person."""
        person_of = {event["id"]: event["subject"] for event in self._events if _is_registration(event)}
        bearing: dict[str, list[Event]] = defaultdict(list)
        for event in self._events:
            for handle in _handles(event):
                bearing[handle].append(event)
        # In rounds, each from what is known at its beginning: a handle that leads to several persons leads to none.
        while learned := _learned(bearing, person_of):
            person_of |= learned
        return person_of


def _learned(bearing: Mapping[str, Sequence[Event]], person_of: Mapping[str, str]) -> dict[str, str]:
    """Events that are now known to be about one person, by their ids."""
    leads_to: dict[str, set[str]] = defaultdict(set)
    for events in bearing.values():
        persons = {person_of[event["id"]] for event in events if event["id"] in person_of}
        if len(persons) == 1:
            for event in events:
                leads_to[event["id"]] |= persons
    sure = {event: persons for event, persons in leads_to.items() if len(persons) == 1 and event not in person_of}
    return {event: next(iter(persons)) for event, persons in sure.items()}


def _is_registration(event: Event) -> bool:
    return ".patient_registered." in event["type"]


def _handles(event: Event) -> Iterator[str]:
    """All by which an event may be joined to others: identifiers, and the instant, unless it is a whole month's."""
    yield event["subject"]
    for name in _CORRELATED:
        yield event[name]
    if not event["time"].endswith("-01T00:00:00+00:00"):
        yield event["time"]
    yield from (value for value in event["data"].values() if _is_identifier(value))


def _said(event: Event) -> Iterator[tuple[str, str]]:
    """What an event tells: its fields, and what its envelope says beyond who and whom."""
    name = event["type"].rpartition(".")[0]
    for field, value in (*event["data"].items(), *event.items()):
        if field not in _ENVELOPE and field not in _CORRELATED and not _is_identifier(value):
            yield f"{name}.{field}", json.dumps(value)


def _is_identifier(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 36 and bool(UUID(value))
    except ValueError:
        return False


def overheard(database: Path) -> list[Event]:
    """Everything that an owner of the embedded profile has published."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return [json.loads(body) for (body,) in connection.execute("SELECT body FROM outbox ORDER BY position")]


def days_of(database: Path) -> dict[str, list[date]]:
    """The days on which each person came, by reporting's reference: the owner's own knowledge, not the bus's."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(patients)")}
        reference = "reference" if "reference" in columns else "patient_id"  # there was one for all before
        found: dict[str, list[date]] = defaultdict(list)
        query = f"SELECT patients.{reference}, held_on FROM acts JOIN patients USING (patient_id)"
        for person, day in connection.execute(query):
            found[str(UUID(person))].append(date.fromisoformat(day))
    return found


def main(state: Path) -> None:
    """Prints what the attacker finds at the end of each demonstration."""
    for database in sorted(state.glob("permanence_*.db")):
        antenna = database.stem.removeprefix("permanence_")
        sys.stdout.write(f"{antenna} : {Attacker(overheard(database)).found(days_of(database))}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
