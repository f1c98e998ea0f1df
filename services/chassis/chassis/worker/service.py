"""What every worker is: a nameko service of one instance, made for it when its process starts."""

from collections.abc import Sequence
from typing import ClassVar

from chassis.core import inbox as core_inbox
from chassis.core.inbox import Receipt
from chassis.core.opened import Opened
from chassis.worker.inbox import inbox
from chassis.worker.post import Post
from chassis.worker.relay import Relay
from chassis.worker.rounds import Rounds


class Worker:
    """Base of each service's worker: it reads its inbox and sends what is in its outbox.

    `name` and `post` are set on the subclass of an instance.
    """

    name: ClassVar[str] = "worker"
    post: ClassVar[Post]

    relay = Relay()
    rounds = Rounds()

    @inbox
    def receive(self, batch: Sequence[Opened]) -> Receipt:
        return core_inbox.apply(self.post.runtime, batch)


def worker_of(base: type[Worker], post: Post) -> type[Worker]:
    """The service class of one instance: nameko tells services apart by `name`."""
    return type(base.__name__, (base,), {"name": str(post.runtime.instance), "post": post})
