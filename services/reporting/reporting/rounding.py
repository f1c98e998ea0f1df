"""Rates and averages of whole numbers: a half goes up, and a rate of nothing is None."""


def ratio(part: int, whole: int) -> float | None:
    """To one decimal."""
    return halves_up(10 * part, whole) / 10 if whole > 0 else None


def percent(part: int, whole: int) -> float | None:
    return ratio(100 * part, whole)


def each(cents: int, among: int) -> int | None:
    """To the cent."""
    return halves_up(cents, among) if among else None


def known(value: int, of: int) -> int | None:
    """The value, if there was anything to find it of."""
    return value if of else None


def halves_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
