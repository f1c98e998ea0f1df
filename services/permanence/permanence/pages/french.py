"""French writing on the pages: days, times, ages, counts, and the spaces that a line may not break."""

import re
from datetime import date

from permanence.domain.patient import years_between
from permanence.domain.time_of_day import MIDNIGHT

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"
_BEFORE_SIGN = re.compile(r" (?=[;!?»%])|(?<=«) ")
_BEFORE_COLON = re.compile(r" (?=[:€])|(?<=\d) (?=\d|h\b)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
# A French number, as it is kept: ten digits.
_NUMBER = re.compile(r"0[0-9]{9}")


def day(value: date) -> str:
    """« 1er décembre 2018 »."""
    ordinal = "1er" if value.day == 1 else str(value.day)
    return f"{ordinal}{FIXED}{month(value)}"


def weekday(value: date) -> str:
    """« lundi 3 décembre 2018 »."""
    return f"{_DAYS[value.weekday()]} {day(value)}"


def short_weekday(value: date) -> str:
    """« lun. 3 déc. »: for the many places of one list."""
    return f"{_DAYS[value.weekday()][:3]}.{FIXED}{value:%d/%m}"


def short_day(value: date) -> str:
    """« 03/12/2018 »: for narrow columns."""
    return f"{value:%d/%m/%Y}"


def month(value: date) -> str:
    """« décembre 2018 »."""
    return f"{_MONTHS[value.month - 1]}{FIXED}{value.year}"


def clock(minutes: int) -> str:
    """« 9 h 05 », from minutes since midnight."""
    hour, rest = divmod(minutes, 60) if minutes < MIDNIGHT else (24, 0)
    return f"{hour}{FIXED}h{FIXED}{rest:02d}"


def counted(value: int, singular: str, plural: str) -> str:
    """« 1 place », « 12 places »: plural starts at two."""
    return f"{number(value)}{FIXED}{plural if abs(value) >= 2 else singular}"


def number(value: int) -> str:
    return f"{value:,}".replace(",", NARROW)


def euros(cents: int) -> str:
    """« 1 234,50 € »."""
    whole, rest = divmod(abs(cents), 100)
    sign = "\N{MINUS SIGN}" if cents < 0 else ""
    return f"{sign}{number(whole)},{rest:02d}{FIXED}€"


def age(birth_on: date, on: date) -> str:
    """« 71 ans »."""
    return counted(years_between(birth_on, on), "an", "ans")


def phone(value: str) -> str:
    """« 06 12 34 56 78 »; a number from abroad as it is."""
    if not _NUMBER.fullmatch(value):
        return value
    return FIXED.join(value[place : place + 2] for place in range(0, 10, 2))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """The same text with French apostrophes, and with spaces that keep a sign or a unit on the line of its word."""
    text = _BEFORE_SIGN.sub(NARROW, text)
    return _APOSTROPHE.sub("’", _BEFORE_COLON.sub(FIXED, text))
