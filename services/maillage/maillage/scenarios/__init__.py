"""Public face of the scenarios: published figures and calendars, turned into a season of commands."""

from maillage.scenarios.calendar import opening_days
from maillage.scenarios.published import FigureKind, PublishedFigure, Relation, compare
from maillage.scenarios.reading import ScenarioError
from maillage.scenarios.scenario import Scenario, load_scenarios
from maillage.scenarios.season import season
from maillage.scenarios.step import Step

__all__ = [
    "FigureKind",
    "PublishedFigure",
    "Relation",
    "Scenario",
    "ScenarioError",
    "Step",
    "compare",
    "load_scenarios",
    "opening_days",
    "season",
]
