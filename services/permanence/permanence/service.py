"""The permanence's worker: what nameko runs."""

from chassis.worker.relay import Relay
from chassis.worker.service import Worker


class Permanence(Worker):
    """Sends the permanence's facts."""

    relay = Relay()
