"""In which order people on the waiting list are called: a dated rule of the antenna, medical urgency always first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.dated import latest_on
from kernel.named import Named


class Criterion(Named):
    """What may bring somebody forward (source: priorities of a CPTS; the antenna orders them)."""

    URGENT = "urgent", "urgence médicale"
    ALD = "ald", "en ALD"
    OVER_70 = "over_70", "plus de 70 ans"
    PRECARIOUS = "precarious", "situation précaire"
    ELIGIBLE = "eligible", "remplit les conditions de l'antenne"
    WAITING_TIME = "waiting_time", "durée d'attente"


DEFAULT_ORDER = (
    Criterion.URGENT,
    Criterion.ALD,
    Criterion.OVER_70,
    Criterion.PRECARIOUS,
    Criterion.WAITING_TIME,
)


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """In force from `starts_on` until the next one; a criterion that is not named brings nobody forward."""

    starts_on: date
    order: tuple[Criterion, ...] = DEFAULT_ORDER

    def __post_init__(self) -> None:
        """Raises `ValueError`: an order is an antenna's configuration, checked before anybody is served by it."""
        if len(set(self.order)) < len(self.order):
            raise ValueError("a criterion is named twice")

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The order with medical urgency first, whatever the antenna wrote."""
        return (Criterion.URGENT, *(criterion for criterion in self.order if criterion is not Criterion.URGENT))


def rule_on(rules: Sequence[PriorityRule], day: date) -> PriorityRule:
    """The rule of a day; before the first one, or without any, that of the house."""
    return latest_on(rules, day) or PriorityRule(day)
