"""What an instance does by itself once each civil day: an ordinary command under an id of the day, so done once."""

from datetime import date
from uuid import uuid5

from nameko.extensions import DependencyProvider

from chassis.core.application import execute
from chassis.core.clock import civil_day
from chassis.core.errors import Problem
from chassis.core.ids import ROUNDS
from chassis.core.keyring import KeyUnusable
from chassis.core.state import Said
from chassis.worker.loop import Loop
from chassis.worker.post import Post

# How often the day is looked at. The first time comes after as long: what waited in the queues is applied by then.
LOOKS_EVERY = 60.0


class Rounds(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Executes the manifest's `daily` command; what prevents it is said, and it is tried again at the next look."""

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
        today, daily = civil_day(runtime.clock.now()), runtime.manifest.daily
        if daily is None or self._loop.stopping or today == self._done_on:
            return
        try:
            execute(runtime, daily(), uuid5(ROUNDS, f"{runtime.instance} {today}"))
        except (Problem, KeyUnusable) as error:
            self._loop.warn("round_not_made", error=type(error).__name__)
        else:
            self._done_on = today
            self._loop.works()
