"""The broker's exchanges, queues and bindings: a pure function of the catalogue and the antennas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from chassis.core.antenna import Antenna
from chassis.core.instance import Instance
from contracts.catalogue import CATALOGUE, EventType, Reach

# One active consumer, a second one standing by; never dead-lettered by the broker: the only quarantine is our table.
INBOX_ARGUMENTS: Mapping[str, Any] = MappingProxyType(
    {"x-queue-type": "quorum", "x-single-active-consumer": True, "x-delivery-limit": 1_000_000}
)


@dataclass(frozen=True, slots=True, order=True)
class Binding:
    """Messages of `exchange` whose routing key matches `pattern` go to `queue`."""

    queue: str
    exchange: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Topology:
    """What `maillage topology apply` declares; exchanges and queues by name, sorted."""

    exchanges: tuple[str, ...]
    queues: tuple[str, ...]
    bindings: tuple[Binding, ...]

    def readers_of(self, exchange: str) -> tuple[str, ...]:
        """The queues that must exist before anything is published to the exchange, or facts would be lost."""
        return tuple(sorted({binding.queue for binding in self.bindings if binding.exchange == exchange}))


def topology(antennas: Iterable[Antenna], catalogue: Iterable[EventType] = CATALOGUE) -> Topology:
    """Computes the whole topology; the same input gives the same value, whoever asks."""
    catalogue = tuple(catalogue)
    instances = [instance for antenna in antennas for instance in antenna.instances()]
    exchanges = {Instance(entry.owner, "network").exchange for entry in catalogue}
    exchanges |= {instance.exchange for instance in instances if any(e.owner == instance.service for e in catalogue)}
    bindings = {
        Binding(instance.inbox, f"{entry.owner}.events", _pattern(entry, instance))
        for instance in instances
        for entry in catalogue
        if instance.service in entry.readers
    }
    return Topology(
        exchanges=tuple(sorted(exchanges)),
        queues=tuple(sorted({binding.queue for binding in bindings})),
        bindings=tuple(sorted(bindings)),
    )


def _pattern(entry: EventType, instance: Instance) -> str:
    reads_all = instance.reads_every_antenna or entry.readers[instance.service] is Reach.ALL
    return entry.routing_key("*" if reads_all else instance.antenna)
