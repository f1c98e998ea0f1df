"""One command of a season, with the moment it is issued and what it remembers for later ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "urn:maillage:scenarios")


@dataclass(frozen=True, slots=True)
class Draft:
    """A command waiting for an id that an earlier step obtained; calling it with the kept ids completes it."""

    kind: Callable[..., object]
    fields: Mapping[str, object]
    reference: tuple[str, str] | None = None  # (field, name under which the id was kept)

    def __call__(self, kept: Mapping[str, UUID]) -> object:
        if self.reference is None:
            return self.kind(**self.fields)
        field, name = self.reference
        return self.kind(**self.fields, **{field: kept[name]})


@dataclass(frozen=True, slots=True)
class Action:
    """A command and its moment, before it has a place in a scenario."""

    at: datetime
    command: Draft
    keep: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A command at its place in a scenario; `keep` is (outcome key, name under which to remember its id)."""

    number: int
    scenario: str
    at: datetime
    service: str
    antenna: str
    command: Callable[[Mapping[str, UUID]], object]
    keep: tuple[str, str] | None

    @property
    def command_id(self) -> UUID:
        """Always the same for the same step, so that a season played again is recognised."""
        return uuid5(NAMESPACE, f"{self.scenario}/{self.number}")
