"""The public holidays of a commune, as French law has them: some parts of the country have more than others."""

from datetime import date
from functools import cache

import holidays

# Good Friday and 26 December in Alsace and Moselle (art. L3134-13 of the Code du travail), the day of the abolition of
# slavery overseas (art. L3422-2), by the beginning of the INSEE code of a commune; the library names them in its way.
_PARTS = {"57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "976": "976"}


def holiday_on(commune: str, day: date) -> str | None:
    """The French name of the holiday that a day is in a commune, if any."""
    return _of_year(_PARTS.get(commune[:3]) or _PARTS.get(commune[:2]), day.year).get(day)


@cache
def _of_year(part: str | None, year: int) -> dict[date, str]:
    """Read once a year and part of the country: making the calendar costs more than asking it ten thousand times."""
    return dict(holidays.country_holidays("FR", subdiv=part, years=year, language="fr").items())
