"""The broker's exchanges, queues and bindings: a pure function of the catalogue and the antennas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from chassis.core.accounts.messages import EXCHANGE as ACCOUNTS
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
    """What `maillage topology apply` declares; exchanges and queues by name, sorted.

    `exchanges` carry facts by topic; on `direct_exchanges` the routing key is the queue.
    """

    exchanges: tuple[str, ...]
    direct_exchanges: tuple[str, ...]
    queues: tuple[str, ...]
    bindings: tuple[Binding, ...]

    def readers_of(self, owner: Instance) -> Mapping[str, tuple[str, ...]]:
        """The queues that an owner's facts must reach, each with the routing keys of those it gets, sorted."""
        own, every = f".{owner.antenna}", ".*"
        keys: dict[str, set[str]] = {}
        for binding in self.bindings:
            if binding.exchange == owner.exchange and binding.pattern.endswith((own, every)):
                key = binding.pattern.removesuffix(every).removesuffix(own) + own
                keys.setdefault(binding.queue, set()).add(key)
        return {queue: tuple(sorted(keys[queue])) for queue in sorted(keys)}

    def sources_of(self, reader: Instance, instances: Iterable[Instance]) -> Mapping[str, str]:
        """The owners among these whose facts reach a reader: their queue by their source."""
        return {owner.source: owner.inbox for owner in instances if reader.inbox in self.readers_of(owner)}


def topology(antennas: Iterable[Antenna], catalogue: Iterable[EventType] = CATALOGUE) -> Topology:
    """Computes the whole topology; the same input gives the same value, whoever asks."""
    catalogue = tuple(catalogue)
    instances = [instance for antenna in antennas for instance in antenna.instances()]
    owners = {entry.owner for entry in catalogue}
    readers = {reader for entry in catalogue for reader in entry.readers}
    # An owner has an inbox too: there its readers tell it what they lack.
    queues = {instance.inbox for instance in instances if instance.service in owners | readers}
    facts = {
        Binding(instance.inbox, f"{entry.owner}.events", _pattern(entry, instance))
        for instance in instances
        for entry in catalogue
        if instance.service in entry.readers
    }
    return Topology(
        exchanges=tuple(sorted(Instance(owner, "network").exchange for owner in owners)),
        direct_exchanges=(ACCOUNTS,),
        queues=tuple(sorted(queues)),
        bindings=tuple(sorted(facts | {Binding(queue, ACCOUNTS, queue) for queue in queues})),
    )


def _pattern(entry: EventType, instance: Instance) -> str:
    reads_all = instance.reads_every_antenna or entry.readers[instance.service] is Reach.ALL
    return entry.routing_key("*" if reads_all else instance.antenna)
