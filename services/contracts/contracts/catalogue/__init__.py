"""Every event type of the network, one file an owner; the topology is computed from this list."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.catalogue import of_housing, of_partners, of_permanence
from contracts.catalogue.event_type import EventType, Reach

CATALOGUE: tuple[EventType, ...] = (*of_housing.FACTS, *of_permanence.FACTS, *of_partners.CLAIMS)

BY_TYPE: Mapping[str, EventType] = MappingProxyType({entry.type: entry for entry in CATALOGUE})


def read_by(service: str) -> tuple[EventType, ...]:
    return tuple(entry for entry in CATALOGUE if service in entry.readers)


__all__ = ["BY_TYPE", "CATALOGUE", "EventType", "Reach", "read_by"]
