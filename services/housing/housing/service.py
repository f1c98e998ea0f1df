"""The house's worker: what nameko runs."""

from chassis.worker.relay import Relay
from chassis.worker.service import Worker


class Housing(Worker):
    """Sends the house's facts."""

    relay = Relay()
