"""How long one person may stay: close stays count together, so that booking again does not evade the limit."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from housing.domain.money.tariff import Tariff
from housing.domain.occupant.kind import KindRights, OccupantKind, rights_on
from housing.domain.stay.period import Period
from housing.domain.stay.rules import AlreadyLodgedThen, StayTooLong
from kernel.period import add_months

# The contract counts nights up to here: nobody is lodged for ten years.
LONGEST_NIGHTS = 3_660


@dataclass(frozen=True, slots=True)
class StayLimit:
    """What limits the stays of one person: the rights of their kind, and their other nights in any house."""

    rights: Sequence[KindRights]
    kind: OccupantKind
    others: Sequence[Period] = ()

    def check(self, period: Period, tariff: Tariff) -> None:
        check(period, self.others, tariff, self._longest_months(period))

    def latest_departure(self, period: Period, tariff: Tariff) -> date:
        return latest_departure(period, self.others, tariff, self._longest_months(period))

    def lodged_already(self, period: Period) -> Period | None:
        """The first of the other stays that share a night with the period."""
        return min((other for other in self.others if other.overlaps(period)), default=None)

    def _longest_months(self, period: Period) -> int | None:
        return rights_on(self.rights, self.kind, period.first).longest_months


def check_countable(period: Period) -> None:
    """Refuses what no house lodges, authorised or not: a year wrongly typed."""
    if period.nights > LONGEST_NIGHTS:
        raise StayTooLong("Ce séjour durerait plus de 3 660 nuits : vérifiez les dates.")


def check(period: Period, others: Sequence[Period], tariff: Tariff, longest_months: int | None) -> None:
    """Raises the rule that a stay breaks beside the other stays of its person, in this house or another.

    `longest_months` is the limit of the person's kind; the shorter of it and the tariff's is applied.
    """
    if any(period.overlaps(other) for other in others):
        raise AlreadyLodgedThen
    if _fits(period, others, tariff, longest_months):
        return
    latest = latest_departure(period, others, tariff, longest_months)
    if latest == period.first:
        raise StayTooLong(_exhausted(period, others, tariff), field="arrival_on")
    raise StayTooLong(f"Le séjour dépasse la durée permise : départ le {latest:%d/%m/%Y} au plus tard.")


def latest_departure(period: Period, others: Sequence[Period], tariff: Tariff, longest_months: int | None) -> date:
    """The last day on which a stay from that first night may end, as far as was asked; that night when none is left."""
    nights = range(1, min(period.nights, LONGEST_NIGHTS) + 1)

    def too_long(nights: int) -> bool:
        shorter = Period(period.first, period.first + timedelta(days=nights))
        return not _fits(shorter, others, tariff, longest_months)

    # A shorter stay fits wherever a longer one does, so the days that fit come first.
    fitting = bisect_left(nights, True, key=too_long)
    return period.first + timedelta(days=fitting)


def chain(period: Period, others: Sequence[Period], linked_within_nights: int) -> list[Period]:
    """The stay and those that are less than that many nights from it, or from one another, in order."""
    linked = [period]
    for earlier in sorted((other for other in others if other.first < period.first), reverse=True):
        if (linked[0].first - earlier.end).days >= linked_within_nights:
            break
        linked.insert(0, earlier)
    for later in sorted(other for other in others if other.first >= period.first):
        if (later.first - linked[-1].end).days >= linked_within_nights:
            break
        linked.append(later)
    return linked


def _fits(period: Period, others: Sequence[Period], tariff: Tariff, longest_months: int | None) -> bool:
    stays = chain(period, others, tariff.linked_within_nights)
    first = stays[0].first
    months = min(tariff.longest_months, longest_months or tariff.longest_months)
    allowed = (add_months(first, months) - first).days + tariff.free_nights
    return sum(stay.nights for stay in stays) <= allowed


def _exhausted(period: Period, others: Sequence[Period], tariff: Tariff) -> str:
    text = "La durée permise est épuisée par les séjours proches de la même personne"
    if ends := [other.end for other in others if other.end <= period.first]:
        again_on = max(ends) + timedelta(days=tariff.linked_within_nights)
        return f"{text} : une nouvelle arrivée est possible à partir du {again_on:%d/%m/%Y}."
    return f"{text}."
