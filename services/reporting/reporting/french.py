"""French writing of what bulletins show: numbers, amounts, days, months, and the agreement of nouns."""

import re
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from reporting.bulletin import Month
from reporting.figure import Unit, Value

_LOCALE = "fr_FR"


def number(value: int) -> str:
    """`3500` with a narrow no-break space between thousands."""
    return format_decimal(value, locale=_LOCALE)


def percent(value: float) -> str:
    """`93.5` as « 93,5 % », `100` as « 100,0 % »: rates that stand in a column have the same decimals."""
    return f"{average(value)}\N{NO-BREAK SPACE}%"


def average(value: float) -> str:
    """`8.4` as « 8,4 », `100.0` as « 100,0 »."""
    return format_decimal(value, "#,##0.0", locale=_LOCALE)


def euros(cents: int) -> str:
    """`930000` as « 9 300,00 € »."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=_LOCALE)


def measured(value: Value, unit: Unit) -> str:
    """A figure in its unit, as a table shows it: amounts in euros, rates in percent, and a dash where there is none."""
    if value is None:
        return "—"
    if unit is Unit.PERCENT:
        return percent(value)
    if unit is Unit.DAYS:
        return counted(int(value), "jour", "jours")
    if isinstance(value, float):
        return average(value)
    return euros(int(value)) if unit is Unit.CENTS else number(int(value))


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
