"""French writing of a house's papers and pages: prices, periods and nights, beside what every page writes."""

from datetime import date

from chassis.core.french import (
    FIXED,
    amount,
    capital,
    counted,
    day,
    month,
    number,
    short_day,
    typeset,
    weekday,
)

__all__ = [
    "FIXED",
    "amount",
    "capital",
    "counted",
    "day",
    "month",
    "nights",
    "number",
    "of_month",
    "price",
    "short_day",
    "span",
    "typeset",
    "weekday",
]


def price(cents: int) -> str:
    """« 150 € », « 12,50 € »: for sentences."""
    return amount(cents).replace(",00", "")


def of_month(value: date) -> str:
    """« de décembre 2018 », « d’avril 2019 »."""
    name = month(value)
    return f"d’{name}" if name[0] in "ao" else f"de {name}"


def span(first: date, end: date) -> str:
    """« du 1er décembre 2018 au 5 mars 2019 »."""
    return f"du {day(first)} au {day(end)}"


def nights(value: int) -> str:
    return counted(value, "nuit", "nuits")
