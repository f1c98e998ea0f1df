"""The sample services' worker: what nameko runs."""

from chassis.worker.service import Worker


class Sample(Worker):
    """All three are alike."""
