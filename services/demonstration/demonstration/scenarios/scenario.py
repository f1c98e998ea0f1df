"""A scenario: what a document publishes about an antenna, and the season that should give those figures again."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from demonstration.scenarios.housing_season import HousingSeason
from demonstration.scenarios.permanence_season import PermanenceSeason
from demonstration.scenarios.published import FigureEntry, PublishedFigure
from demonstration.scenarios.reading import ScenarioError, read
from demonstration.scenarios.step import Action, Step


class ServiceSeason(Protocol):
    """What a scenario asks of the season of one service."""

    @property
    def opened_on(self) -> date: ...

    @property
    def inputs(self) -> Mapping[str, int]: ...

    def actions(self, scenario: str) -> Iterator[Action]: ...


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario file, read."""

    code: str
    antenna: str
    service: str
    figures: tuple[PublishedFigure, ...]
    season: ServiceSeason

    @property
    def opened_on(self) -> date:
        """The first day on which the scenario issues a command."""
        return self.season.opened_on

    @property
    def inputs(self) -> Mapping[str, int]:
        """Published figures that were put into the season rather than counted from it, by figure code."""
        return self.season.inputs

    def steps(self) -> Iterator[Step]:
        for number, action in enumerate(self.season.actions(self.code), start=1):
            yield Step(number, self.code, action.at, self.service, self.antenna, action.command, action.keep)


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """The shape of `scenarios/<code>.toml`: exactly one of the services' seasons is there."""

    antenna: str
    figures: tuple[FigureEntry, ...] = ()
    permanence: PermanenceSeason | None = None
    housing: HousingSeason | None = None

    def season(self) -> tuple[str, ServiceSeason]:
        if self.permanence is not None and self.housing is None:
            return "permanence", self.permanence
        if self.housing is not None and self.permanence is None:
            return "housing", self.housing
        raise ValueError("une table « permanence » ou une table « housing » est attendue, et une seule")


def load_scenarios(directory: Path) -> tuple[Scenario, ...]:
    """The scenarios of a folder, by code; a file that does not say what it must is a `ScenarioError`."""
    files = sorted(directory.glob("*.toml"))
    if not files:
        raise ScenarioError(f"{directory} : aucun scénario (fichier .toml) dans ce dossier")
    return tuple(_load(file) for file in files)


def _load(file: Path) -> Scenario:
    code = file.stem
    try:
        said = read(ScenarioFile, tomllib.loads(file.read_text(encoding="utf-8")), file.name)
        service, season = said.season()
    except ValueError as broken:
        # TOML that cannot be read (tomllib's errors and bad UTF-8 are ValueErrors), or not exactly one season.
        raise ScenarioError(f"{file.name} : {broken}") from broken
    figures = tuple(PublishedFigure(scenario=code, antenna=said.antenna, **asdict(entry)) for entry in said.figures)
    return Scenario(code, said.antenna, service, figures, season)
