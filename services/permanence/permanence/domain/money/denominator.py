"""How many people have no médecin traitant, commune by commune: what the permanence's figures are compared with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from permanence.domain.money import rules as cost_rules

_MOST_PEOPLE = 3_000_000
LONGEST_SOURCE = 200


class PeopleGroup(StrEnum):
    """Who was counted: everybody, people in ALD, people of sixty and over; they overlap and are never added up."""

    ALL = "all"
    ALD = "ald"
    SIXTY_AND_OVER = "sixty_and_over"


@dataclass(frozen=True, slots=True)
class PeopleWithoutGPCounted:
    """People without médecin traitant were counted in a commune, as of a day."""

    count_id: UUID
    counted_on: date
    commune: str
    group: PeopleGroup
    people: int


class PeopleCount:
    """One count: of one group, in one commune, as of one day; the number may be corrected."""

    def __init__(self, count_id: UUID, counted_on: date, commune: str, group: PeopleGroup) -> None:
        self.count_id = count_id
        self.counted_on = counted_on
        self.commune = commune
        self.group = group
        self.people = 0
        self.source = ""
        self.version = 0

    def is_already(self, people: int, source: str) -> bool:
        return (self.people, self.source) == (people, source.strip())

    def set(self, people: int, source: str, *, today: date) -> PeopleWithoutGPCounted:
        """Takes the number of a source, in place of any before."""
        if self.counted_on > today:
            raise cost_rules.CountedInFuture
        if not 0 <= people <= _MOST_PEOPLE:
            raise cost_rules.PeopleInvalid
        if not 0 < len(source.strip()) <= LONGEST_SOURCE:
            raise cost_rules.SourceMissing
        self.people, self.source = people, source.strip()
        return PeopleWithoutGPCounted(self.count_id, self.counted_on, self.commune, self.group, people)
