"""The permanence's worker: what nameko runs."""

from chassis.worker.service import Worker


class Permanence(Worker):
    """Sends the permanence's facts, and reads what partners report and what houses tell."""
