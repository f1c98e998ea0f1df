"""Lays the obtained figures beside the published ones."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demonstration.scenarios import FigureKind, PublishedFigure, Scenario, compare


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure and what the bulletins gave for it."""

    figure: PublishedFigure
    obtained: int | float

    @property
    def agrees(self) -> bool:
        return compare(self.figure, self.obtained)

    @property
    def is_reproduced(self) -> bool:
        """Only what was counted again counts as reproduced; an input echoed back proves nothing."""
        return self.figure.kind is FigureKind.MEASURED and self.agrees

    @property
    def is_wrong(self) -> bool:
        return self.figure.kind is FigureKind.MEASURED and not self.agrees

    def as_json(self) -> dict[str, Any]:
        return {
            "scenario": self.figure.scenario,
            "antenna": self.figure.antenna,
            "code": self.figure.code,
            "period": self.figure.period,
            "kind": self.figure.kind.value,
            "relation": self.figure.relation.value,
            "published": self.figure.published,
            "obtained": self.obtained,
            "source": self.figure.source,
        }


def compare_all(scenarios: Iterable[Scenario], bulletins: Path, last_month: str) -> list[Compared]:
    """Compares each figure with what was counted from the opening to the month in which its period ends."""
    compared = []
    for scenario in scenarios:
        for figure in scenario.figures:
            totals = _totals(bulletins / scenario.antenna, figure.last_month or last_month) | dict(scenario.inputs)
            compared.append(Compared(figure, figure.obtained_from(totals)))
    return compared


def _totals(folder: Path, month: str) -> dict[str, Any]:
    """By code; a rate of nothing is no figure to compare."""
    document = json.loads((folder / f"{month}.json").read_text(encoding="utf-8"))
    totals = {figure["code"]: figure["since_opening"] for figure in document["figures"]}
    return {code: total for code, total in totals.items() if total is not None}
