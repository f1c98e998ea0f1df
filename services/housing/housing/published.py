"""What leaves the house: the only place that decides which part of a fact is told."""

from collections.abc import Iterator

from chassis.core.antenna import Antenna
from chassis.core.manifest import Publication
from housing.domain.stay import InternArrived, InternDeparted


def published(fact: object, _antenna: Antenna) -> Iterator[Publication]:
    match fact:
        case InternArrived():
            yield Publication(
                "housing.intern_arrived.v1",
                fact.stay_id,
                {
                    "stay_id": fact.stay_id,
                    "house": fact.house,
                    "occupant_kind": fact.occupant_kind.value,
                    "university": fact.university,
                    "arrived_on": fact.arrived_on,
                    "expected_departure_on": fact.expected_departure_on,
                },
            )
        case InternDeparted():
            yield Publication(
                "housing.intern_departed.v1",
                fact.stay_id,
                {
                    "stay_id": fact.stay_id,
                    "house": fact.house,
                    "occupant_kind": fact.occupant_kind.value,
                    "university": fact.university,
                    "departed_on": fact.departed_on,
                    "nights": fact.nights,
                },
            )
