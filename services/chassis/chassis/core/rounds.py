"""What an instance does by itself once each civil day: an ordinary command, under an id of the day, so done once."""

from uuid import UUID, uuid5

from chassis.core.application import execute
from chassis.core.clock import civil_day
from chassis.core.runtime import Runtime

_ROUNDS = UUID("5c2f0d5e-7b1a-4f7e-9c39-0f5a2f6f4c11")


def make_round(runtime: Runtime) -> None:
    """Executes the manifest's `daily` command, if there is one, for today by the instance's clock."""
    if runtime.manifest.daily is not None:
        today = civil_day(runtime.clock.now())
        execute(runtime, runtime.manifest.daily(), uuid5(_ROUNDS, f"{runtime.instance} {today}"))
