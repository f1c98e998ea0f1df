"""The relay: sends the outbox to the broker, one relay at a time per instance, and marks what was confirmed."""

import time
from collections.abc import Sequence
from typing import Any

from nameko.extensions import DependencyProvider
from sqlalchemy.exc import SQLAlchemyError

from chassis.bus.connection import is_memory
from chassis.bus.declare import SETTLING
from chassis.bus.publisher import CONFIRM_TIMEOUT, Batch, Outlet, Published, Publisher
from chassis.core import metrics, outbox
from chassis.core.accounts import messages
from chassis.core.database import is_transient
from chassis.core.leadership import Leadership, leadership_of
from chassis.core.state import RELAY, Said
from chassis.worker.correspondence import Correspondence
from chassis.worker.loop import Loop
from chassis.worker.post import Post

SWEEP = 1.0
# How often readers' queues are looked at: one that is gone is seen within ten seconds.
LOOK_EVERY = 5.0
MARKS_AGAIN = 0.1


class Relay(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Publishes unsent rows in order as soon as they are committed; what is not confirmed stays unsent."""

    def setup(self) -> None:
        self._post: Post = self.container.service_cls.post
        runtime, restarts = self._post.runtime, not is_memory(self._post.amqp_url)
        self._loop = Loop(RELAY, runtime, self._lead, restarts=restarts)
        self._correspondence: Correspondence | None = None
        self._since = self._post.runtime.clock.now()
        self._next_look = 0.0

    def start(self) -> None:
        if self._post.publishes or self._post.period:
            self._loop.start(self.container)

    def stop(self) -> None:
        self._loop.stop()

    def _lead(self) -> None:
        leadership = leadership_of(self._post.runtime.database)
        try:
            while not self._loop.stopping and not leadership.acquire():
                self._loop.say(Said.STANDING_BY)
                self._loop.pause(0.5)
            if not self._loop.stopping:
                self._relay(leadership)
        finally:
            leadership.release()

    def _relay(self, leadership: Leadership) -> None:
        post, instance = self._post, self._post.runtime.instance
        publisher = Publisher(post.amqp_url, heartbeat=post.heartbeat, name=f"{instance} relay")
        try:
            self._wait_for_readers(publisher)
            if self._loop.stopping:
                return
            if post.period is None:
                self._correspondence = None
                self._offer_again(publisher.outlet(instance.exchange))
            else:
                outlet = publisher.outlet(messages.EXCHANGE)
                self._correspondence = Correspondence(post, post.period, outlet, self._loop.log, since=self._since)
            self._send_all(publisher, leadership)
        finally:
            publisher.drop()

    def _send_all(self, publisher: Publisher, leadership: Leadership) -> None:
        """Sends until told to stop. While the broker settles one batch, the next one is read and written."""
        outlet = publisher.outlet(self._post.runtime.instance.exchange)
        in_flight: Batch | None = None
        while in_flight or not self._loop.stopping:
            self._loop.say(Said.LEADING)
            following = None if self._loop.stopping else self._begin(outlet, in_flight)
            settled, in_flight = in_flight, following
            published = self._finish(outlet, settled) if settled else Published()
            if published.returned:
                # Every commit would wake us to offer the same rows again: they wait until somebody can take them.
                self._wait_for_readers(publisher)
                self._loop.pause()
            elif not published.confirmed and (settled or not in_flight):
                # Nothing to send, or the broker took nothing of what it was sent.
                leadership.wait(SWEEP)
                publisher.keep_alive()
            if self._correspondence is not None and not self._loop.stopping:
                self._look_at_readers(publisher)
                self._correspondence.attend()

    def _begin(self, outlet: Outlet, in_flight: Batch | None) -> Batch | None:
        if not self._post.publishes:
            return None
        rows = outbox.unsent(self._post.runtime.database, besides=in_flight.positions if in_flight else ())
        return outlet.begin(rows) if rows else None

    def _finish(self, outlet: Outlet, batch: Batch) -> Published:
        """Waits for a batch, and marks what was confirmed."""
        published = outlet.finish(batch)
        if published.confirmed:
            self._mark_sent(published.confirmed)
        self._tell(published, len(batch.rows), CONFIRM_TIMEOUT - (batch.deadline - time.monotonic()))
        return published

    def _mark_sent(self, positions: Sequence[int]) -> None:
        """On the in-memory bus no loop starts again to send anew: what was taken is kept, and marked when it can be."""
        if self._correspondence is not None:
            return self._correspondence.ledger.mark_sent(positions)
        database, at = self._post.runtime.database, self._post.runtime.clock.now()
        while True:
            try:
                return outbox.mark_sent(database, positions, at)
            except SQLAlchemyError as error:
                if self._loop.restarts or self._loop.stopping or not is_transient(error):
                    raise
                self._loop.warn("marks_kept", n=len(positions), error=type(error).__name__)
                self._loop.pause(MARKS_AGAIN)

    def _look_at_readers(self, publisher: Publisher) -> None:
        """Now and then: what is confirmed while a reader's queue is gone, that reader misses until it is told of it."""
        if time.monotonic() >= self._next_look:
            self._wait_for_readers(publisher)

    def _wait_for_readers(self, publisher: Publisher) -> None:
        waited = False
        while not self._loop.stopping and (missing := self._missing(publisher)):
            self._loop.say(Said.WAITING_FOR_TOPOLOGY)
            self._loop.warn("waiting_for_topology", missing=missing, to_type="maillage topology apply")
            self._loop.pause()
            waited = True
        self._loop.works()
        if waited:
            self._loop.pause(SETTLING)
        self._next_look = time.monotonic() + LOOK_EVERY

    def _missing(self, publisher: Publisher) -> list[str]:
        exchanges = [self._post.runtime.instance.exchange] if self._post.publishes else []
        if self._post.period is not None:
            exchanges.append(messages.EXCHANGE)
        return publisher.missing(exchanges=exchanges, queues=self._post.readers)

    def _offer_again(self, outlet: Outlet) -> None:
        """Sends every row once more: in-memory queues died with the last process, and inboxes drop repeats."""
        position = 0
        while not self._loop.stopping and (rows := outbox.after(self._post.runtime.database, position)):
            self._loop.say(Said.LEADING)
            self._finish(outlet, outlet.begin(rows))
            position = rows[-1].position

    def _tell(self, published: Published, count: int, seconds: float) -> None:
        instance = self._post.runtime.instance
        metrics.tell_batch(self._post.runtime, RELAY)
        relayed: Any = metrics.RELAYED
        relayed.labels(instance.service, instance.antenna, "confirmed").inc(len(published.confirmed))
        if published.returned:
            relayed.labels(instance.service, instance.antenna, "returned").inc(len(published.returned))
            self._loop.log.error("published_to_nobody", n=len(published.returned), to_type="maillage topology check")
        self._loop.log.info("relayed", n=count, confirmed=len(published.confirmed), ms=round(seconds * 1000))
