"""All scenarios as one stream of steps, in the order of time."""

from collections.abc import Iterable, Iterator
from heapq import merge

from demonstration.scenarios.scenario import Scenario
from demonstration.scenarios.step import Step


def season(scenarios: Iterable[Scenario]) -> Iterator[Step]:
    """The steps of all scenarios by instant; at the same instant, by scenario and number."""
    return merge(*(scenario.steps() for scenario in scenarios), key=lambda step: (step.at, step.scenario, step.number))
