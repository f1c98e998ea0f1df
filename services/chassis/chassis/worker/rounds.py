"""The loop in which a worker looks at the day, and makes the round of each."""

from datetime import date

from nameko.extensions import DependencyProvider

from chassis.core.clock import civil_day
from chassis.core.errors import Problem
from chassis.core.keyring import KeyUnusable
from chassis.core.rounds import make_round
from chassis.core.state import Said
from chassis.worker.loop import Loop
from chassis.worker.post import Post

# How often the day is looked at. The first time comes after as long: what waited in the queues is applied by then.
LOOKS_EVERY = 60.0


class Rounds(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """What prevents a round is said, and it is tried again at the next look."""

    def setup(self) -> None:
        self._post: Post = self.container.service_cls.post
        self._loop = Loop("rounds", self._post.runtime, self._look, restarts=True)
        self._done_on: date | None = None

    def start(self) -> None:
        if self._post.runtime.manifest.daily is not None and self._post.makes_rounds:
            self._loop.start(self.container)

    def stop(self) -> None:
        self._loop.stop()

    def _look(self) -> None:
        self._loop.say(Said.RUNNING)
        self._loop.pause(LOOKS_EVERY)
        runtime = self._post.runtime
        today = civil_day(runtime.clock.now())
        if self._loop.stopping or today == self._done_on:
            return
        try:
            make_round(runtime)
        except (Problem, KeyUnusable) as error:
            self._loop.warn("round_not_made", error=type(error).__name__)
        else:
            self._done_on = today
            self._loop.works()
