"""This service's worker: what nameko runs."""

from chassis.worker.service import Worker


class Example(Worker):
    """Sends the facts of this service."""
