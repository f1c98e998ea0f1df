"""Rates and averages of whole numbers, to one decimal: a half goes up, and a rate of nothing is None."""


def ratio(part: int, whole: int) -> float | None:
    return (20 * part + whole) // (2 * whole) / 10 if whole > 0 else None


def percent(part: int, whole: int) -> float | None:
    return ratio(100 * part, whole)
