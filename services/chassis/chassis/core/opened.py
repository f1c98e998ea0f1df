"""What a delivery turns out to be, before any transaction: an event to apply, or a refusal and its reason."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chassis.core.accounts import messages
from chassis.core.clock import Clock
from chassis.core.delivery import Delivery
from chassis.core.instance import Instance
from chassis.core.runtime import Runtime
from contracts.catalogue.event_type import DOOR
from contracts.envelope import Event, decode, told
from contracts.rejection import Rejected, RejectionCode
from contracts.told import Told, identifier

# The clocks of the network may be wrong by a day; nothing was published before the network existed.
LATEST_AHEAD = timedelta(days=2)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Opened:
    """A delivery with its SHA-256 digest; without an event or a message its body could not be understood."""

    delivery: Delivery
    digest: bytes
    event: Event | None = None
    message: messages.Message | None = None
    refusal: Rejected | None = None

    @property
    def told(self) -> Told:
        """What the message says of itself, whatever became of it; where its body says no id, its properties may."""
        if self.event:
            return Told(self.event.source, self.event.id, self.event.type, self.event.antenna, self.event.partner)
        read = self.refusal.told if self.refusal and self.refusal.told else told(self.delivery.body)
        return read if read.id else replace(read, id=identifier(self.delivery.message_id))


def open_delivery(runtime: Runtime, delivery: Delivery) -> Opened:
    """Decodes and checks; a fault of the message is its refusal, never an exception."""
    opened = Opened(delivery, hashlib.sha256(delivery.body).digest())
    try:
        if delivery.content_type == messages.CONTENT_TYPE:
            _open_message(opened)
        else:
            _open_event(runtime, opened)
    except Rejected as refusal:
        opened.refusal = refusal.alone()
    return opened


def _open_event(runtime: Runtime, opened: Opened) -> None:
    delivery = opened.delivery
    opened.event = decode(delivery.body, delivery.content_type, delivery.content_encoding)
    if delivery.exchange == messages.EXCHANGE:
        _check_account(delivery, Instance.of_source(opened.event.source))
    _check_addressed(runtime, opened.event)
    _check_sender(opened.event)
    _check_time(runtime.clock, opened.event)


def _open_message(opened: Opened) -> None:
    delivery, message = opened.delivery, messages.read(opened.delivery.body)
    if delivery.exchange != messages.EXCHANGE:
        raise Rejected(RejectionCode.SENDER_INCONSISTENCY, "un relevé ne vient que par l'exchange des relevés")
    _check_account(delivery, message.sender)
    opened.message = message


def _check_account(delivery: Delivery, sender: Instance) -> None:
    """Every instance may write to every queue of `network.accounts`, each in its own name alone."""
    if not delivery.shares_account and delivery.user_id != str(sender):
        raise Rejected(RejectionCode.SENDER_INCONSISTENCY, "le compte du broker n'est pas celui de cette instance")


def _check_addressed(runtime: Runtime, event: Event) -> None:
    if event.type not in runtime.manifest.reactions:
        raise Rejected(RejectionCode.UNROUTABLE, "ce service ne lit pas ce type d'événement", "type")
    if event.antenna != runtime.instance.antenna and not runtime.instance.reads_every_antenna:
        raise Rejected(RejectionCode.UNROUTABLE, "l'événement concerne une autre antenne", "antenna")


def _check_sender(event: Event) -> None:
    """Checked of what comes, and not of what was applied: projections are made again from events of any age."""
    if event.source != DOOR and not event.source.startswith(f"/{event.antenna}/"):
        raise Rejected(RejectionCode.SENDER_INCONSISTENCY, "la source est d'une autre antenne que le fait", "source")


def _check_time(clock: Clock, event: Event) -> None:
    if not EARLIEST <= event.time <= clock.now() + LATEST_AHEAD:
        raise Rejected(RejectionCode.ABSURD_TIME, "l'instant est impossible", "time")


def expired(event: Event, now: datetime) -> Rejected | None:
    """Why an event that is not applied yet no longer can be; an event applied in time stays so."""
    if event.expirytime is None or event.expirytime > now:
        return None
    return Rejected(RejectionCode.EXPIRED, "l'instant après lequel l'événement ne sert plus est passé", "expirytime")
