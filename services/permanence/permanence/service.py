"""The permanence's worker: what nameko runs."""

from collections.abc import Sequence

from chassis.core.inbox import Receipt
from chassis.core.opened import Opened
from chassis.worker.inbox import inbox
from chassis.worker.relay import Relay
from chassis.worker.service import Worker


class Permanence(Worker):
    """Sends the permanence's facts, and reads what partners report and what houses tell."""

    relay = Relay()

    @inbox
    def receive(self, batch: Sequence[Opened]) -> Receipt:
        return self.apply(batch)
