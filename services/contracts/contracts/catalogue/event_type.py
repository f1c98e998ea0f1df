"""What the catalogue says of one event type: owner, version, readers, since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from contracts.fields import Payload
from contracts.payload_check import PayloadCheck

FIRST = date(2026, 11, 21)
# Who may report what partners claim: their door, one for the whole network, and nobody else.
PARTNERS = "partners"
DOOR = f"/departement/{PARTNERS}"


class Reach(StrEnum):
    """Which antennas' facts an instance of a reading service receives."""

    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class EventType:
    """One line of the catalogue.

    `readers` maps a service to its reach; `sentence` is French, for people; `claimed_as` is the partners' event that
    may report the same thing, if any. A fact `about_a_patient` keeps what a figure needs and no more, and its envelope
    tells neither the day nor the cause (decision 0031).
    """

    owner: str
    name: str
    version: int
    payload: type[Payload]
    readers: Mapping[str, Reach]
    since: date
    sentence: str
    claimed_as: str | None = None
    about_a_patient: bool = False

    @cached_property
    def type(self) -> str:
        """The CloudEvents type, such as `permanence.patient_registered.v1`."""
        return f"{self.owner}.{self.name}.v{self.version}"

    @property
    def is_claim(self) -> bool:
        """Whether it is a partner's word, and not yet a fact."""
        return self.owner == PARTNERS

    @cached_property
    def schema(self) -> Payload:
        """One shared instance: building a marshmallow schema costs far more than loading with it."""
        return self.payload()

    @cached_property
    def names(self) -> frozenset[str]:
        """The fields that its data may have."""
        return frozenset(self.schema.fields)

    @cached_property
    def check(self) -> PayloadCheck:
        return PayloadCheck(self.schema)

    def routing_key(self, antenna: str) -> str:
        return f"{self.name}.v{self.version}.{antenna}"


def fact(
    owner: str,
    name: str,
    payload: type[Payload],
    sentence: str,
    *,
    claimed_as: str | None = None,
    read_also_by: tuple[str, ...] = (),
    since: date = FIRST,
    version: int = 1,
    about_a_patient: bool = False,
) -> EventType:
    """A fact, by default its first version, which reporting reads, and perhaps other services of the same antenna."""
    readers = MappingProxyType(dict.fromkeys(("reporting", *read_also_by), Reach.OWN))
    return EventType(owner, name, version, payload, readers, since, sentence, claimed_as, about_a_patient)


def claim(name: str, payload: type[Payload], sentence: str, *, reader: str, since: date = FIRST) -> EventType:
    """The first version of what partners may report: their door sends it, the owner of the fact reads it."""
    return EventType(PARTNERS, name, 1, payload, MappingProxyType({reader: Reach.OWN}), since, sentence)
