"""The months that are over, counted for those who publish."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class CountMonths:
    """Counts every month that is over, and tells what was never told or comes out otherwise."""


@dataclass(frozen=True, slots=True)
class CountMonthsOutcome:
    told: Annotated[int, "Nombre de comptes dits pour la première fois."]
    corrected: Annotated[int, "Nombre de comptes dits de nouveau, parce qu'ils ont changé."]
