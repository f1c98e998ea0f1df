"""The sample services' workers: what nameko runs."""

from collections.abc import Sequence

from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt
from chassis.worker.inbox import inbox
from chassis.worker.relay import Relay
from chassis.worker.service import Worker


class Sender(Worker):
    relay = Relay()


class Reader(Worker):
    @inbox
    def receive(self, deliveries: Sequence[Delivery]) -> Receipt:
        return self.apply(deliveries)


class ReaderAndSender(Reader):
    relay = Relay()
