"""Who may do what on the broker: a user an instance, one that declares, one an outside reader. A pure function."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chassis.bus.topology import Topology
from chassis.core.accounts.messages import EXCHANGE as ACCOUNTS
from chassis.core.instance import CODE, Instance

DECLARER = "maillage.topology"
_NOTHING = "^$"
# First words of names that are the broker's, nameko's, or of the partners' exchanges.
_RESERVED = frozenset({"amq", "evt", "in", "out"})


class OutsiderRefused(Exception):
    """This reader cannot be given rights; the message says why, in French."""


@dataclass(frozen=True, slots=True, order=True)
class BrokerUser:
    """A user with RabbitMQ's three patterns over the names of exchanges and queues: what it makes, fills and empties.

    To bind, a user fills the queue and empties the exchange.
    """

    name: str
    configure: str
    write: str
    read: str


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody else's software that reads the facts of some services from queues of its own, named after it."""

    name: str
    services: tuple[str, ...]

    @property
    def own_names(self) -> str:
        """`<name>.…`, and `evt-…--<name>.…`, which nameko makes by itself for a service that is called so."""
        name = re.escape(self.name)
        return rf"{name}\..+|evt-.+--{name}\.\w+(-[0-9a-f-]+)?"

    @property
    def queues(self) -> str:
        return f"^({self.own_names})$"


def users(
    topology: Topology, instances: Iterable[Instance], outsiders: Iterable[Outsider] = ()
) -> tuple[BrokerUser, ...]:
    """Every user with the least rights that its work needs; raises `OutsiderRefused`."""
    at_work = [instance for instance in instances if instance.inbox in topology.queues]
    return (
        _declarer(topology),
        *sorted(_worker(topology, instance) for instance in at_work),
        *(_reader(topology, outsider) for outsider in outsiders),
    )


def _worker(topology: Topology, instance: Instance) -> BrokerUser:
    published = [instance.exchange] if instance.exchange in topology.exchanges else []
    # Who publishes asks whether its readers' queues are there: from RabbitMQ 4.3 on, that needs a right on their names.
    # This one gives nothing besides: messages reach a queue through an exchange, and to bind it takes reading one.
    readers = topology.readers_of(instance)
    return BrokerUser(
        name=str(instance),
        configure=_NOTHING,
        write=_exactly([*published, ACCOUNTS, *readers]),
        read=_exactly([instance.inbox]),
    )


def _declarer(topology: Topology) -> BrokerUser:
    exchanges = (*topology.exchanges, *topology.direct_exchanges)
    return BrokerUser(
        DECLARER, _exactly([*exchanges, *topology.queues]), _exactly(topology.queues), _exactly(exchanges)
    )


def _reader(topology: Topology, outsider: Outsider) -> BrokerUser:
    ours = {name.partition(".")[0] for name in (DECLARER, *topology.exchanges, *topology.queues, ACCOUNTS)}
    if not CODE.fullmatch(outsider.name) or outsider.name in ours | _RESERVED:
        taken = ", ".join(sorted(ours | _RESERVED))
        raise OutsiderRefused(f"nom refusé : {outsider.name} (minuscules, chiffres et tirets ; réservés : {taken})")
    exchanges = [Instance(service, outsider.name).exchange for service in outsider.services]
    if unknown := [name for name in exchanges if name not in topology.exchanges]:
        known = ", ".join(exchange.removesuffix(".events") for exchange in topology.exchanges)
        told = ", ".join(name.removesuffix(".events") for name in unknown)
        raise OutsiderRefused(f"{outsider.name} ne peut lire « {told} » : qui publie, c'est {known}")
    return BrokerUser(
        name=outsider.name,
        configure=outsider.queues,
        write=outsider.queues,
        read=f"^({'|'.join([outsider.own_names, *map(re.escape, sorted(exchanges))])})$",
    )


def _exactly(names: Sequence[str]) -> str:
    """Anchored and escaped: a code may be the beginning of another, and a dot is a dot."""
    return f"^({'|'.join(map(re.escape, sorted(names)))})$"
