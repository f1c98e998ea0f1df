"""Every event type of the network: owner, version, readers, since when; the topology is computed from this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from contracts import housing, permanence
from contracts.fields import Payload
from contracts.payload_check import PayloadCheck


class Reach(StrEnum):
    """Which antennas' facts an instance of a reading service receives."""

    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class EventType:
    """One line of the catalogue.

    `readers` maps a service to its reach; `sentence` is French, for people; `claimed_as` is the partners' event that
    may report the same thing, if any.
    """

    owner: str
    name: str
    version: int
    payload: type[Payload]
    readers: Mapping[str, Reach]
    since: date
    sentence: str
    claimed_as: str | None = None

    @cached_property
    def type(self) -> str:
        """The CloudEvents type, such as `permanence.patient_registered.v1`."""
        return f"{self.owner}.{self.name}.v{self.version}"

    @cached_property
    def schema(self) -> Payload:
        """One shared instance: building a marshmallow schema costs far more than loading with it."""
        return self.payload()

    @cached_property
    def check(self) -> PayloadCheck:
        return PayloadCheck(self.schema)

    def routing_key(self, antenna: str) -> str:
        return f"{self.name}.v{self.version}.{antenna}"


_REPORTING: Mapping[str, Reach] = MappingProxyType({"reporting": Reach.OWN})
_FIRST = date(2026, 11, 21)

CATALOGUE: tuple[EventType, ...] = (
    EventType(
        "housing",
        "intern_arrived",
        1,
        housing.InternArrivedV1,
        _REPORTING,
        _FIRST,
        "Un interne s'est installé dans une maison de l'antenne.",
    ),
    EventType(
        "housing", "intern_departed", 1, housing.InternDepartedV1, _REPORTING, _FIRST, "Un interne a quitté une maison."
    ),
    EventType(
        "permanence",
        "patient_registered",
        1,
        permanence.PatientRegisteredV1,
        _REPORTING,
        _FIRST,
        "Une personne sans médecin traitant a été inscrite.",
    ),
    EventType(
        "permanence",
        "consultation_held",
        1,
        permanence.ConsultationHeldV1,
        _REPORTING,
        _FIRST,
        "Une consultation a eu lieu.",
    ),
    EventType(
        "permanence",
        "declaration_filed",
        1,
        permanence.DeclarationFiledV1,
        _REPORTING,
        _FIRST,
        "Un choix de médecin traitant a été déposé.",
    ),
)

BY_TYPE: Mapping[str, EventType] = MappingProxyType({entry.type: entry for entry in CATALOGUE})


def read_by(service: str) -> tuple[EventType, ...]:
    return tuple(entry for entry in CATALOGUE if service in entry.readers)
