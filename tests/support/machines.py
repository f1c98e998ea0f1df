"""State machines run until every command that matters was granted: a run that saw none of one proves nothing of it.

Which actions hypothesis draws depends also on what else the process has imported, so that one run, even a derandomized
one, promises nothing about them: other seeds are tried in turn, in a fixed order.
"""

from collections import Counter
from collections.abc import Collection

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

MOST_RUNS = 12


def run_until_granted(
    machine: type[RuleBasedStateMachine], done: Counter[str], commands: Collection[type], examples: int = 20
) -> None:
    """`done` counts the commands that the machine was granted, by name."""
    done.clear()
    wanted = {command.__name__ for command in commands}
    for number in range(MOST_RUNS):
        run_state_machine_as_test(
            seed(number)(machine),
            settings=settings(
                max_examples=examples,
                stateful_step_count=50,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if wanted <= done.keys():
            return
    raise AssertionError(f"never granted in {MOST_RUNS} runs: {sorted(wanted - done.keys())}")
