"""French writing of the desk's pages: hours, ages and phones, beside what every page writes."""

import re
from datetime import date

from chassis.core.french import (
    FIXED,
    WEEKDAYS,
    amount,
    capital,
    counted,
    day,
    month,
    short_day,
    typeset,
    weekday,
)
from permanence.domain.patient.patient import years_between
from permanence.domain.time_of_day import MIDNIGHT

__all__ = [
    "age",
    "amount",
    "capital",
    "clock",
    "counted",
    "day",
    "month",
    "phone",
    "short_day",
    "short_weekday",
    "typeset",
    "weekday",
]

# A French number, as it is kept: ten digits.
_NUMBER = re.compile(r"0[0-9]{9}")


def short_weekday(value: date) -> str:
    """« lun. 03/12 »: for the many places of one list."""
    return f"{WEEKDAYS[value.weekday()][:3]}.{FIXED}{value:%d/%m}"


def clock(minutes: int) -> str:
    """« 9 h 05 », from minutes since midnight."""
    hour, rest = divmod(minutes, 60) if minutes < MIDNIGHT else (24, 0)
    return f"{hour}{FIXED}h{FIXED}{rest:02d}"


def age(birth_on: date, on: date) -> str:
    """« 71 ans »."""
    return counted(years_between(birth_on, on), "an", "ans")


def phone(value: str) -> str:
    """« 06 12 34 56 78 »; a number from abroad as it is."""
    if not _NUMBER.fullmatch(value):
        return value
    return FIXED.join(value[place : place + 2] for place in range(0, 10, 2))
