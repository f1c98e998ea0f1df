"""French writing of pages, papers and bulletins: numbers, amounts, days, counts, and the spaces that may not break.

The typography of the Imprimerie nationale: a narrow no-break space between thousands and before ; ! ? » %, a no-break
space before : and a unit or between a day, its month and its year, U+2212 before what is less than nothing.
"""

import re
from datetime import date

from kernel.hours import MIDNIGHT
from kernel.period import years_between

# Half a year a line, which no formatter would keep.
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"

_BEFORE_HIGH_SIGN = re.compile(r" (?=[;!?»%])|(?<=«) ")
_BEFORE_COLON = re.compile(r" (?=[:€])|(?<=\d) (?=\d|h\b|m²|m³|kWh)|(?<=\bn°) |(?<=\bN°) ")
# Not in what comes before an @: an address is printed as it is dialled.
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)(?![^\s@]*@)")
# A French number, as it is kept: ten digits.
_PHONE = re.compile(r"0[0-9]{9}")


def number(value: int) -> str:
    """« 3 500 »."""
    return f"{value:,}".replace(",", NARROW).replace("-", _MINUS)


def tenths(value: float) -> str:
    """« 8,4 », « 100,0 »: what stands in one column has the same decimals."""
    return f"{value:,.1f}".replace(",", NARROW).replace(".", ",").replace("-", _MINUS)


def percent(value: float) -> str:
    """« 93,5 % »."""
    return f"{tenths(value)}{NARROW}%"


def amount(cents: int) -> str:
    """« 1 234,50 € », always with its cents: for tables and totals."""
    euros, rest = divmod(abs(cents), 100)
    sign = _MINUS if cents < 0 else ""
    return f"{sign}{number(euros)},{rest:02d}{FIXED}€"


def price(cents: int) -> str:
    """« 150 € », « 12,50 € »: for sentences."""
    return amount(cents).replace(",00", "")


def day(value: date) -> str:
    """« 1er décembre 2018 »."""
    ordinal = "1er" if value.day == 1 else str(value.day)
    return f"{ordinal}{FIXED}{month(value)}"


def weekday(value: date) -> str:
    """« lundi 3 décembre 2018 »."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def short_weekday(value: date) -> str:
    """« lun. 03/12 »: for the many places of one list."""
    return f"{WEEKDAYS[value.weekday()][:3]}.{FIXED}{value:%d/%m}"


def short_day(value: date) -> str:
    """« 03/12/2018 »: for narrow columns."""
    return f"{value:%d/%m/%Y}"


def span(first: date, end: date) -> str:
    """« du 1er décembre 2018 au 5 mars 2019 »."""
    return f"du {day(first)} au {day(end)}"


def month(value: date) -> str:
    """« décembre 2018 »."""
    return f"{MONTHS[value.month - 1]}{FIXED}{value.year}"


def of_month(value: date) -> str:
    """« de décembre 2018 », « d’avril 2019 »."""
    name = month(value)
    return f"d’{name}" if name[0] in "ao" else f"de {name}"


def short_month(value: date) -> str:
    """« sept. », without the year: under the bars of a chart."""
    return _SHORT_MONTHS[value.month - 1]


def clock(minutes: int) -> str:
    """« 9 h 05 », from minutes since midnight."""
    hour, rest = divmod(minutes, 60) if minutes < MIDNIGHT else (24, 0)
    return f"{hour}{FIXED}h{FIXED}{rest:02d}"


def counted(value: int, singular: str, plural: str) -> str:
    """« 1 chambre », « 182 chambres »: plural starts at two."""
    return f"{number(value)}{FIXED}{plural if abs(value) >= 2 else singular}"


def nights(value: int) -> str:
    """« 1 nuit », « 182 nuits »."""
    return counted(value, "nuit", "nuits")


def age(birth_on: date, on: date) -> str:
    """« 71 ans »."""
    return counted(years_between(birth_on, on), "an", "ans")


def phone(value: str) -> str:
    """« 06 12 34 56 78 »; a number from abroad as it is."""
    if not _PHONE.fullmatch(value):
        return value
    return FIXED.join(value[place : place + 2] for place in range(0, 10, 2))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """The same text with French apostrophes, and with spaces that keep a sign or a unit on the line of its word."""
    text = _BEFORE_HIGH_SIGN.sub(NARROW, text)
    return _APOSTROPHE.sub("’", _BEFORE_COLON.sub(FIXED, text))
