"""Who comes first: the requests in the order of the house's rule, each place explained to the person who has it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from housing.domain.house.priority import PriorityRule
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.period import Period
from housing.domain.stay.state import Wishes
from housing.domain.stay.stay import Stay


@dataclass(frozen=True, slots=True)
class Request:
    """What deciding on a request needs of it.

    `latest_departure_on` is the limit of the stay, when one was found; `lodged_already` the first nights that it shares
    with another stay of the same person.
    """

    stay_id: UUID
    house: str
    kind: OccupantKind
    period: Period
    wishes: Wishes
    requested_at: datetime
    occupant_id: UUID | None = None
    latest_departure_on: date | None = None
    lodged_already: Period | None = None

    @classmethod
    def of(cls, stay: Stay, latest_departure_on: date | None = None, lodged_already: Period | None = None) -> Self:
        return cls(
            stay.stay_id,
            stay.house,
            stay.kind,
            stay.period,
            stay.wishes,
            stay.requested_at,
            stay.occupant_id,
            latest_departure_on,
            lodged_already,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One place, from 1; the explanation names kinds, never people."""

    rank: int
    request: Request
    explanation: str


def waiting_list(
    requests: Sequence[Request], rule: PriorityRule, labels: Mapping[OccupantKind, str]
) -> Sequence[Place]:
    """The places of one house: by kind, then by time of request; two of one instant are told apart by reference."""
    ordered = sorted(requests, key=lambda request: by_priority(request, rule))
    return [
        Place(rank, request, _explanation(request, ordered[: rank - 1], rule, labels))
        for rank, request in enumerate(ordered, start=1)
    ]


def by_priority(request: Request, rule: PriorityRule) -> tuple[int, datetime, UUID]:
    return rule.rank(request.kind), request.requested_at, request.stay_id


def _explanation(
    request: Request, before: Sequence[Request], rule: PriorityRule, labels: Mapping[OccupantKind, str]
) -> str:
    label = labels[request.kind]
    label = label[0].upper() + label[1:]
    if request.kind in rule.order:
        place = f"rang {rule.rank(request.kind)} dans l'ordre de la maison"
    else:
        place = "que l'ordre de la maison ne nomme pas"
    if not before:
        return f"{label}, {place} : aucune demande avant celle-ci."
    first = Counter(labels[other.kind] for other in before if rule.rank(other.kind) < rule.rank(request.kind))
    parts = [f"{count} d'un public prioritaire ({name})" for name, count in first.items()]
    if older := len(before) - first.total():
        parts.append(f"{older} du même rang, plus ancienne{'s' if older > 1 else ''}")
    return f"{label}, {place} ; avant celle-ci : {' ; '.join(parts)}."
