"""What was counted of a month that is over: told once, and again when it comes out otherwise."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from permanence.domain.month.counting import Figure


class Correction(StrEnum):
    """Why a month that was told is told again."""

    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class MonthCounted:
    """One figure of one month was counted; what came out is `sealed` for whom it is told to."""

    count_id: UUID
    month_on: date
    figure: Figure
    correction: Correction | None
    sealed: str


class MonthCount:
    """One figure of one month, as it was told last: its numbers stay out of it, a keyed digest knows them again."""

    def __init__(self, count_id: UUID, month_on: date, figure: Figure, digest: bytes) -> None:
        self.count_id = count_id
        self.month_on = month_on
        self.figure = figure
        self.digest = digest
        self.version = 0

    @classmethod
    def count(
        cls, count_id: UUID, *, month_on: date, figure: Figure, digest: bytes, sealed: str
    ) -> tuple[Self, MonthCounted]:
        return cls(count_id, month_on, figure, digest), MonthCounted(count_id, month_on, figure, None, sealed)

    def correct(self, digest: bytes, sealed: str) -> MonthCounted:
        """It came out otherwise than it was told."""
        self.digest = digest
        return MonthCounted(self.count_id, self.month_on, self.figure, Correction.CORRECTED, sealed)
