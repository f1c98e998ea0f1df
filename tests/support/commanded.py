"""An instance asked by commands: the day it is, what it answers, what its rules refuse, what it told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from chassis.core.clock import SetClock
from chassis.core.runtime import Runtime
from contracts.envelope import Event
from kernel.rule import RuleBroken
from support.outcomes import done
from support.recorded import facts, row_counts


@dataclass(frozen=True)
class Commanded:
    """Commands are given on the day that the clock of the runtime shows."""

    runtime: Runtime

    def on(self, day: date) -> None:
        """At nine in the morning, UTC."""
        self.set_clock(datetime.combine(day, time(9), UTC))

    def set_clock(self, instant: datetime) -> None:
        assert isinstance(self.runtime.clock, SetClock)
        self.runtime.clock.set(instant)

    def do(self, command: Any) -> dict[str, Any]:
        return done(self.runtime, command)

    def refused(self, command: Any) -> tuple[str, str]:
        """The code and the field of the rule that forbids a command, which changes nothing."""
        before = row_counts(self.runtime)
        with pytest.raises(RuleBroken) as broken:
            self.do(command)
        assert row_counts(self.runtime) == before
        return broken.value.code, broken.value.field

    def facts(self, kind: str) -> list[Event]:
        """The facts of one kind that the instance told, such as `patient_registered`."""
        of_kind = f"{self.runtime.manifest.name}.{kind}"
        return [fact for fact in facts(self.runtime) if fact.type.rpartition(".")[0] == of_kind]
