"""Reporting's worker: what nameko runs."""

from chassis.worker.service import Worker


class Reporting(Worker):
    """Reads the facts of its antenna, or of all."""
