"""A season whose steps are answered with ids, as the services would, but by nobody."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from demonstration.scenarios import Step
from permanence.commands.patients import RegisterPatient

T = TypeVar("T")


class Played:
    """The steps with their commands, in order: an id used before it is obtained is a KeyError."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.kept: dict[str, UUID] = {}
        self.steps: list[tuple[Step, object]] = []
        for step in steps:
            self.steps.append((step, step.command(self.kept)))
            if step.keep is not None:
                self.kept[step.keep[1]] = uuid5(NAMESPACE_OID, step.keep[1])

    def of(self, kind: type[T], scenario: str) -> list[T]:
        return [command for step, command in self.steps if step.scenario == scenario and isinstance(command, kind)]

    def patients(self, scenario: str) -> dict[UUID, RegisterPatient]:
        return {
            self.kept[step.keep[1]]: command
            for step, command in self.steps
            if step.scenario == scenario and step.keep is not None and isinstance(command, RegisterPatient)
        }
