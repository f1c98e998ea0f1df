"""In which order a house lodges people: a dated rule by kind of occupant, then the time of the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from housing.domain.house.rules import PriorityInvalid
from housing.domain.occupant.kind import OccupantKind
from kernel.dated import in_order, latest_on

# Romans aims at interns in SASPAS, then at interns, then at locums and externs; docteurs juniors come after interns.
DEFAULT_ORDER = (
    OccupantKind.SASPAS_INTERN,
    OccupantKind.GP_INTERN,
    OccupantKind.DOCTEUR_JUNIOR,
    OccupantKind.LOCUM,
    OccupantKind.EXTERN,
)


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """In force from `starts_on` until the next one; kinds that are not named come last, together."""

    starts_on: date
    order: tuple[OccupantKind, ...] = DEFAULT_ORDER

    def __post_init__(self) -> None:
        if not self.order or len(set(self.order)) < len(self.order):
            raise PriorityInvalid

    def rank(self, kind: OccupantKind) -> int:
        """From 1, the first to be lodged."""
        return self.order.index(kind) + 1 if kind in self.order else len(self.order) + 1


def rule_on(rules: Sequence[PriorityRule], day: date) -> PriorityRule:
    """The rule of a day; before the first one, the first: a house is planned before it opens."""
    return latest_on(rules, day) or in_order(rules)[0]
