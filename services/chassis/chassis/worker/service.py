"""What every worker is: a nameko service of one instance, made for it when its process starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from chassis.core import inbox
from chassis.core.inbox import Receipt
from chassis.core.opened import Opened
from chassis.core.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Post:
    """Where a worker stands: its instance, its broker, and the queues that read what it publishes."""

    runtime: Runtime
    amqp_url: str
    heartbeat: int
    readers: tuple[str, ...]
    offers_again: bool = False


class Worker:
    """Base of each service's worker; `name` and `post` are set on the subclass of an instance."""

    name: ClassVar[str] = "worker"
    post: ClassVar[Post]

    def apply(self, batch: Sequence[Opened]) -> Receipt:
        return inbox.apply(self.post.runtime, batch)


def worker_of(base: type[Worker], post: Post) -> type[Worker]:
    """The service class of one instance: nameko tells services apart by `name`."""
    return type(base.__name__, (base,), {"name": str(post.runtime.instance), "post": post})
