"""French writing for pages and papers: numbers, amounts, days, counts, and the spaces that a line may not break."""

import re
from datetime import date

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"

_BEFORE_HIGH_SIGN = re.compile(r" (?=[;!?»%])|(?<=«) ")
_BEFORE_COLON = re.compile(r" (?=[:€])|(?<=\d) (?=\d|h\b|m²|m³|kWh)|(?<=\bn°) |(?<=\bN°) ")
# Not in what comes before an @: an address is printed as it is dialled.
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)(?![^\s@]*@)")


def number(value: int) -> str:
    return f"{value:,}".replace(",", NARROW)


def amount(cents: int) -> str:
    """« 1 234,50 € », always with its cents: for tables and totals."""
    euros, rest = divmod(abs(cents), 100)
    sign = "\N{MINUS SIGN}" if cents < 0 else ""
    return f"{sign}{number(euros)},{rest:02d}{FIXED}€"


def day(value: date) -> str:
    """« 1er décembre 2018 »."""
    ordinal = "1er" if value.day == 1 else str(value.day)
    return f"{ordinal}{FIXED}{month(value)}"


def weekday(value: date) -> str:
    """« lundi 3 décembre 2018 »."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def short_day(value: date) -> str:
    """« 03/12/2018 »: for narrow columns."""
    return f"{value:%d/%m/%Y}"


def month(value: date) -> str:
    """« décembre 2018 »."""
    return f"{MONTHS[value.month - 1]}{FIXED}{value.year}"


def counted(value: int, singular: str, plural: str) -> str:
    """« 1 nuit », « 182 nuits »: plural starts at two."""
    return f"{number(value)}{FIXED}{plural if abs(value) >= 2 else singular}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """The same text with French apostrophes, and with spaces that keep a sign or a unit on the line of its word."""
    text = _BEFORE_HIGH_SIGN.sub(NARROW, text)
    return _APOSTROPHE.sub("’", _BEFORE_COLON.sub(FIXED, text))
