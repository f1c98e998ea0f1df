"""Where a worker stands: its instance, its broker, and who is at the other end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from chassis.bus.topology import Topology
from chassis.core.config import Config, Profile
from chassis.core.instance import Instance
from chassis.core.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Post:
    """`publishes` when it owns facts. `readers` maps the queues that read them to the routing keys that each gets,
    `sources` the owners that it reads to their queues.

    `period` is that of its accounts: none where the broker lives in this very process, which then offers every fact
    again at its start.
    """

    runtime: Runtime
    amqp_url: str
    heartbeat: int
    publishes: bool
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    period: timedelta | None = None
    # Not where the instance's days are those of a season that is replayed.
    makes_rounds: bool = True

    @classmethod
    def of(cls, runtime: Runtime, config: Config, topology: Topology, instances: tuple[Instance, ...]) -> "Post":
        instance = runtime.instance
        return cls(
            runtime=runtime,
            amqp_url=config.amqp_url,
            heartbeat=config.heartbeat,
            publishes=instance.exchange in topology.exchanges,
            readers=topology.readers_of(instance),
            sources=topology.sources_of(instance, instances),
            period=None if config.profile is Profile.EMBEDDED else timedelta(seconds=config.accounts_period),
        )
