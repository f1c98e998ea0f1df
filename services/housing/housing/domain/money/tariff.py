"""What a night and a month cost in a house, by versions voted by the town; a stay is priced by that of its arrival."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from housing.domain.money.amounts import checked_price
from housing.domain.money.rules import TariffGap, TariffInvalid, TariffMissing, TariffOverlap
from housing.domain.stay.period import Period, PeriodEmpty
from kernel.dated import following, version_on
from kernel.period import add_months, whole_months

# Beyond these, a limit is a typing error (our choice).
_DEAREST_CENTS = 10_000_00
_LONGEST_MONTHS = range(1, 61)
_FREE_NIGHTS = range(32)
_LINKED_WITHIN_NIGHTS = range(367)


@dataclass(frozen=True, slots=True)
class Tariff:
    """One version, in force from `starts_on` to the day before `ends_on`; the defaults are those of Romans.

    A stay lasts `longest_months` at most, with a tolerance of `free_nights` that cost nothing: a semester from Monday
    to Monday is six months and a night. Stays of one person less than `linked_within_nights` apart count together.
    """

    starts_on: date
    ends_on: date | None
    night_cents: int
    month_cents: int
    longest_months: int = 6
    free_nights: int = 7
    linked_within_nights: int = 30
    voted_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise PeriodEmpty("La fin du tarif doit être postérieure à son début.", field="ends_on")
        checked_price(self.night_cents, _DEAREST_CENTS, "night_cents")
        checked_price(self.month_cents, _DEAREST_CENTS, "month_cents")
        for field, value, allowed in (
            ("longest_months", self.longest_months, _LONGEST_MONTHS),
            ("free_nights", self.free_nights, _FREE_NIGHTS),
            ("linked_within_nights", self.linked_within_nights, _LINKED_WITHIN_NIGHTS),
        ):
            if value not in allowed:
                raise TariffInvalid(f"Cette limite du tarif va de {allowed.start} à {allowed.stop - 1}.", field=field)

    def latest_departure(self, arrival_on: date) -> date:
        """The last day on which a stay that begins then may end, tolerance included."""
        return add_months(arrival_on, self.longest_months) + timedelta(days=self.free_nights)

    def price(self, arrival_on: date, departure_on: date) -> int:
        """The price of a stay, in cents; a longer stay never costs less.

        Nights beyond the longest stay are free as far as the tolerance goes; those past the tolerance are priced from
        its end, by the same formula, without a second tolerance.
        """
        stay = Period(arrival_on, departure_on)
        limit = add_months(stay.first, self.longest_months)
        tolerated = self.latest_departure(stay.first)
        within = self._by_months_and_nights(stay.first, min(stay.end, limit))
        return within + (self._by_months_and_nights(tolerated, stay.end) if stay.end > tolerated else 0)

    def monthly_dues(self, arrival_on: date, departure_on: date, at_most_cents: int | None = None) -> dict[date, int]:
        """The due of each civil month, by its first day; their sum is the price, or the quote when that is less."""
        months = list(Period(arrival_on, departure_on).months())
        accrued = [self._accrued(arrival_on, min(departure_on, add_months(month, 1))) for month in months]
        if at_most_cents is not None:
            accrued = [min(cents, at_most_cents) for cents in accrued]
        return {month: after - before for month, (before, after) in zip(months, pairwise([0, *accrued]), strict=True)}

    def _accrued(self, arrival_on: date, until: date) -> int:
        return self.price(arrival_on, until) if until > arrival_on else 0

    def _by_months_and_nights(self, first: date, end: date) -> int:
        """Whole months counted from the first day, and the nights left, which never cost more than a month."""
        months = whole_months(first, end)
        nights = (end - add_months(first, months)).days
        return self.month_cents * months + min(self.night_cents * nights, self.month_cents)


def tariff_on(versions: Sequence[Tariff], day: date) -> Tariff:
    """The version in force on a day, or the rule that there must be one."""
    tariff = version_on(versions, day)
    if tariff is None:
        raise TariffMissing(f"Aucun tarif de cette maison n'est en vigueur le {day:%d/%m/%Y}.")
    return tariff


def check_versions(versions: Sequence[Tariff]) -> None:
    """Raises the rule that is broken when the versions of a house do not follow each other day for day."""
    for earlier, later in following(versions):
        if earlier.ends_on is None or earlier.ends_on > later.starts_on:
            raise TariffOverlap(f"Un autre tarif est déjà en vigueur le {later.starts_on:%d/%m/%Y}.")
        if earlier.ends_on < later.starts_on:
            raise TariffGap(
                f"Aucun tarif ne serait en vigueur du {earlier.ends_on:%d/%m/%Y} au {later.starts_on:%d/%m/%Y} exclu."
            )
