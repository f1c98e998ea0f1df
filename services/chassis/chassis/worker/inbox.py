"""The inbox entrypoint: reads the instance's queue, has batches applied, acknowledges after the commit."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import eventlet
from eventlet.event import Event
from eventlet.queue import Empty, LightQueue
from nameko.extensions import Entrypoint

from chassis.bus.connection import is_memory
from chassis.bus.consumer import Consumer, Received
from chassis.core import metrics
from chassis.core.causes import database_cause
from chassis.core.database import is_transient
from chassis.core.errors import QuarantineFull, TransientFailure
from chassis.core.inbox import SUSPECT_DELIVERIES, Receipt
from chassis.core.memory import give_back
from chassis.core.opened import Opened, open_delivery
from chassis.core.retry import retry_waiting
from chassis.core.state import INBOX, Said
from chassis.worker.loop import Loop
from chassis.worker.post import Post

BATCH = 250
# Of the largest bodies that the broker takes, some thirty: what a transaction costs in memory besides the bodies.
BATCH_BYTES = 2 * 1024 * 1024
# After so many bytes in batches of that size, the memory they took is given back once it is quiet.
_FLOOD_BYTES = 4 * BATCH_BYTES
_SAY_AGAIN = 60.0
_TICK = 0.5
_READER = "inbox reader"

_Method = TypeVar("_Method", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message on its way: what it says, and what acknowledges it."""

    received: Received
    opened: Opened


class Inbox(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """One green thread reads, opens what it reads and keeps the connection's pulse; another applies and acknowledges.

    A batch is whatever arrived while the last one was committed. What cannot be applied for a reason that passes is
    kept in memory, unacknowledged, and tried again; a message is never given back to the queue by us.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(TransientFailure,), **kwargs)

    def setup(self) -> None:
        self._post: Post = self.container.service_cls.post
        self._next_retry = 0.0
        self._stopped_said_at = -_SAY_AGAIN
        self._flooded_by = 0
        # Connections of this process so far: a broker that restarts again and again must not make suspects of all.
        self._survived = 0
        runtime, restarts = self._post.runtime, not is_memory(self._post.amqp_url)
        self._loop = Loop(INBOX, runtime, self._consume, restarts=restarts)

    def start(self) -> None:
        self._loop.start(self.container)

    def stop(self) -> None:
        self._loop.stop()

    def _consume(self) -> None:
        post, instance = self._post, self._post.runtime.instance
        consumer = Consumer(post.amqp_url, instance.inbox, heartbeat=post.heartbeat, name=f"{instance} inbox")
        reader = None
        try:
            self._wait_for_queue(consumer)
            if self._loop.stopping:
                return
            arrived: LightQueue = LightQueue()
            # Opened by the reader, while the other thread waits for the database.
            consumer.start(
                lambda received: arrived.put(_Taken(received, open_delivery(post.runtime, received.delivery))),
                survived=self._survived,
            )
            self._loop.say(Said.REGISTERED)
            self._survived += 1
            last_batch_settled = Event()
            reader = eventlet.spawn(self._read, consumer, arrived, last_batch_settled)
            batch: list[_Taken] = []
            post.runtime.state.unapplied = lambda: arrived.qsize() + len(batch)
            while not self._loop.stopping:
                batch = self._next_batch(arrived)
                self._loop.beat()
                if not batch:
                    self._give_memory_back()
                elif self._apply(batch, reader):
                    consumer.settle([taken.received for taken in batch])
                    self._loop.say(Said.ACTIVE)
                    batch = []
                self._retry_waiting()
            last_batch_settled.send(True)
            # The broker's answer to `stop` is read here, and two green threads may not read one socket.
            reader.wait()
            consumer.stop()
        finally:
            post.runtime.state.unapplied = None
            if reader is not None:
                reader.kill()
            consumer.drop()

    def _wait_for_queue(self, consumer: Consumer) -> None:
        while not self._loop.stopping and (missing := consumer.missing()):
            self._loop.say(Said.WAITING_FOR_TOPOLOGY)
            self._loop.warn("waiting_for_topology", missing=missing, to_type="maillage topology apply")
            self._loop.pause()
        self._loop.works()

    def _read(self, consumer: Consumer, arrived: LightQueue, last_batch_settled: Event) -> None:
        state = self._post.runtime.state
        state.begin(_READER)
        try:
            while not last_batch_settled.ready():
                consumer.read()
                state.beat(_READER)
        except Exception as error:  # noqa: BLE001 - whatever ends the reading is raised again by the applying thread
            arrived.put(error)
        finally:
            state.end(_READER)

    def _next_batch(self, arrived: LightQueue) -> list[_Taken]:
        """What has arrived, at most `BATCH` and not much over `BATCH_BYTES`; empty after a quiet half-second. Raises
        what ended the reading.

        A suspect is applied alone, with commits of its own, and ends its batch, so that it is acknowledged at once:
        settled with hundreds of others after a minute, all would come back each time the broker restarts before that.
        """
        batch: list[_Taken] = []
        size = 0
        try:
            while len(batch) < BATCH and size < BATCH_BYTES:
                item = arrived.get(timeout=_TICK) if not batch else arrived.get_nowait()
                if isinstance(item, BaseException):
                    raise item
                batch.append(item)
                size += len(item.received.delivery.body)
                if item.received.delivery.returns > SUSPECT_DELIVERIES:
                    break
        except Empty:
            pass  # what there is, is the batch
        if size >= BATCH_BYTES:
            self._flooded_by += size
        return batch

    def _give_memory_back(self) -> None:
        if self._flooded_by >= _FLOOD_BYTES:
            self._flooded_by = 0
            give_back()

    def _apply(self, batch: list[_Taken], reader: Any) -> bool:
        """Applies a batch until it is decided; False when told to stop, or when its connection died, before that."""
        pause = 0.05
        while not self._loop.stopping and not reader.dead:
            try:
                self._apply_once(batch)
            except QuarantineFull as error:
                self._tell_stopped(error)
                self._loop.pause(pause)
                pause = min(pause * 2, 5)
            except TransientFailure as error:
                self._loop.warn("batch_kept", n=len(batch), error=str(error), **_told(error.__cause__))
                self._loop.pause(pause)
                pause = min(pause * 2, 5)
            else:
                self._loop.works()
                self._stopped_said_at = -_SAY_AGAIN
                return True
        return False

    def _tell_stopped(self, error: QuarantineFull) -> None:
        """Nothing more is acknowledged until there is room: said at once, and then now and then."""
        self._loop.say(error.code)
        if time.monotonic() - self._stopped_said_at >= _SAY_AGAIN:
            self._stopped_said_at = time.monotonic()
            told = {"code": error.code, "broker_account": error.broker_account, "reason": error.text}
            self._loop.log.error("reading_stopped", **told, to_type="maillage quarantine list")

    def _retry_waiting(self) -> None:
        """Looks, at most twice a second, for events whose aggregate has come since."""
        if time.monotonic() < self._next_retry:
            return
        self._next_retry = time.monotonic() + _TICK
        try:
            receipt = retry_waiting(self._post.runtime)
        except QuarantineFull as error:
            self._loop.warn("waiting_kept", code=error.code, broker_account=error.broker_account, reason=error.text)
            return
        except Exception as error:
            if not is_transient(error):
                raise
            self._loop.warn("waiting_kept", error=type(error).__name__, **_told(error))
            return
        self._loop.works()
        if receipt != Receipt():
            self._count(receipt)
            self._loop.log.info("waited", applied=receipt.applied, waiting=receipt.waiting)

    def _apply_once(self, batch: list[_Taken]) -> None:
        started = time.monotonic()
        ended = Event()

        def handle_result(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            ended.send((result, exc_info))
            return result, exc_info

        opened = [taken.opened for taken in batch]
        self.container.spawn_worker(self, (opened,), {}, handle_result=handle_result)
        receipt, exc_info = ended.wait()
        if exc_info is not None:
            raise exc_info[1]
        self._tell(receipt, len(batch), time.monotonic() - started)

    def _tell(self, receipt: Receipt, count: int, seconds: float) -> None:
        self._count(receipt)
        metrics.tell_batch(self._post.runtime, INBOX)
        outcomes = {"applied": receipt.applied, "waiting": receipt.waiting, "duplicates": receipt.duplicates}
        self._loop.log.info("applied", n=count, ms=round(seconds * 1000), **outcomes)

    def _count(self, receipt: Receipt) -> None:
        labels = (self._post.runtime.instance.service, self._post.runtime.instance.antenna)
        metrics.RECEIVED.labels(*labels, "applied").inc(receipt.applied)
        metrics.RECEIVED.labels(*labels, "waiting").inc(receipt.waiting)
        metrics.RECEIVED.labels(*labels, "duplicate").inc(receipt.duplicates)
        for code, number in receipt.quarantined.items():
            metrics.QUARANTINED.labels(*labels, code).inc(number)
            example = receipt.examples[code].told
            self._loop.log.error("quarantined", n=number, **example, to_type="maillage quarantine list")


def _told(error: BaseException | None) -> dict[str, str]:
    """Which cause kept a batch, where it is the database's: a stale version is none."""
    cause = database_cause(error) if error is not None else None
    return cause.told if cause else {}


def inbox(method: _Method) -> _Method:
    """Marks the method that receives batches of opened deliveries and returns their receipt."""
    marked: _Method = Inbox.decorator(method)
    return marked
