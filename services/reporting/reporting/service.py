"""Reporting's worker: what nameko runs."""

from collections.abc import Sequence

from chassis.core.inbox import Receipt
from chassis.core.opened import Opened
from chassis.worker.inbox import inbox
from chassis.worker.service import Worker


class Reporting(Worker):
    """Reads the facts of its antenna, or of all."""

    @inbox
    def receive(self, batch: Sequence[Opened]) -> Receipt:
        return self.apply(batch)
