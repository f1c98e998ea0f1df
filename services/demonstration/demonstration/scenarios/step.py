"""One command of a season, with the moment it is issued and what it remembers for later ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from kernel.flat import composed

NAMESPACE = uuid5(NAMESPACE_URL, "urn:maillage:scenarios")


# By field of a command: the name under which its id was kept, or the names of several.
References = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A command waiting for ids that earlier steps obtained; calling it with the kept ids completes it."""

    kind: Callable[..., object]
    fields: Mapping[str, object]
    references: References = field(default_factory=dict)

    def __call__(self, kept: Mapping[str, UUID]) -> object:
        obtained = {
            name: kept[named] if isinstance(named, str) else tuple(kept[one] for one in named)
            for name, named in self.references.items()
        }
        return composed(self.kind, {**self.fields, **obtained})


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
