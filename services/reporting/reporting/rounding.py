"""Rates and averages of whole numbers; a rate of nothing is None."""

from kernel.cents import half_up


def ratio(part: int, whole: int) -> float | None:
    """To one decimal."""
    return half_up(10 * part, whole) / 10 if whole > 0 else None


def percent(part: int, whole: int) -> float | None:
    return ratio(100 * part, whole)


def each(cents: int, among: int) -> int | None:
    """To the cent."""
    return half_up(cents, among) if among else None


def known(value: int, of: int) -> int | None:
    """The value, if there was anything to find it of."""
    return value if of else None
