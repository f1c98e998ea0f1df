"""How long one person may stay, all their stays in the antenna's houses counted, checked with the person locked."""

from datetime import date
from uuid import UUID

from chassis.core.work import UnitOfWork
from housing.domain.house.house import House
from housing.domain.occupant.kind import OccupantKind, rights_on
from housing.domain.stay import limit as stay_limit
from housing.domain.stay.period import Period
from housing.domain.stay.stay import Stay
from housing.occupant_kinds import occupant_kinds
from housing.store.stays import known_occupant, nights_of


def check_limit(work: UnitOfWork, house: House, stay: Stay, period: Period) -> None:
    """Raises the rule that these nights of a stay break; its person gets no other room meanwhile."""
    others: list[Period] = []
    if stay.occupant_id is not None:
        known_occupant(work.session, stay.occupant_id)
        others = nights_of(work.session, stay.occupant_id, besides=stay.stay_id)
    check_nights(house, stay.kind, period, others)


def check_nights(house: House, kind: OccupantKind, period: Period, others: list[Period]) -> None:
    stay_limit.check(period, others, house.tariff_on(period.first), longest_months(kind, period.first))


def longest_months(kind: OccupantKind, day: date) -> int | None:
    return rights_on(occupant_kinds(), kind, day).longest_months


def quote(house: House, period: Period) -> int:
    """What these nights cost by the tariff of the first."""
    return house.tariff_on(period.first).price(period.first, period.end)


def lodged_already(work: UnitOfWork, occupant_id: UUID | None, period: Period) -> tuple[list[Period], Period | None]:
    """The other nights of a person, and the first of these stays that share a night with the period."""
    others = [] if occupant_id is None else nights_of(work.session, occupant_id)
    return others, min((other for other in others if other.overlaps(period)), default=None)
