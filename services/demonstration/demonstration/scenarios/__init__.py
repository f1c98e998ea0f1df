"""Public face of the scenarios: published figures and calendars, turned into a season of commands."""

from demonstration.scenarios.calendar import opening_days
from demonstration.scenarios.published import FigureKind, PublishedFigure, Relation, compare
from demonstration.scenarios.reading import ScenarioError
from demonstration.scenarios.scenario import Scenario, load_scenarios
from demonstration.scenarios.season import season
from demonstration.scenarios.step import Step

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
