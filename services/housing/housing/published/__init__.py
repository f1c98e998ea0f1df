"""What leaves the house: the only place that decides which part of a fact is told."""

from collections.abc import Iterator

from chassis.core.antenna import Antenna
from chassis.core.manifest import Publication
from housing.published.houses import published_houses
from housing.published.money import published_money
from housing.published.stays import published_stays


def published(fact: object, _antenna: Antenna) -> Iterator[Publication]:
    yield from published_stays(fact)
    yield from published_money(fact)
    yield from published_houses(fact)
