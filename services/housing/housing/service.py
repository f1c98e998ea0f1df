"""The house's worker: what nameko runs."""

from chassis.worker.service import Worker


class Housing(Worker):
    """Sends the house's facts, and reads what partners report."""
