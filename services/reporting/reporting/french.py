"""French writing of what bulletins show: numbers, days, months, and the agreement of nouns."""

import re
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from reporting.bulletin import Month

_LOCALE = "fr_FR"


def number(value: int) -> str:
    """`3500` with a narrow no-break space between thousands."""
    return format_decimal(value, locale=_LOCALE)


def day(value: date) -> str:
    """« 4 septembre 2023 », « 1er octobre 2023 »."""
    ordinal = "1er" if value.day == 1 else str(value.day)
    return f"{ordinal}\N{NO-BREAK SPACE}{format_date(value, 'MMMM y', locale=_LOCALE)}"


def month(value: Month) -> str:
    """« juin 2024 »."""
    return format_date(value.start, "MMMM y", locale=_LOCALE)


def of_month(value: Month) -> str:
    """« de juin 2024 », « d’avril 2024 »."""
    name = month(value)
    return f"d’{name}" if name[0] in "ao" else f"de {name}"


def short_month(value: Month) -> str:
    """« sept. », without the year."""
    return format_date(value.start, "MMM", locale=_LOCALE)


def counted(value: int, singular: str, plural: str) -> str:
    """« 1 consultation », « 2 consultations »: plural starts at two."""
    return f"{number(value)}\N{NO-BREAK SPACE}{plural if value >= 2 else singular}"


def typeset(text: str) -> str:
    """The same text with no-break spaces where French puts a space before a sign, so that no line starts with one."""
    return re.sub(" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)
