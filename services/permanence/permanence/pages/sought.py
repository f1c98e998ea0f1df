"""What people type to find somebody, in one box: a name, a birth date, a phone, or several of them."""

import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(?<![0-9])([0-9]{1,2})[\s./-]([0-9]{1,2})[\s./-]([0-9]{4})(?![0-9])")
_ISO_DATE = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_COMPACT_DATE = re.compile(r"(?<![0-9+])([0-9]{2})([0-9]{2})([0-9]{4})(?![0-9])")
_PHONE = re.compile(r"(?:\+|00|0)[0-9](?:[\s./()-]*[0-9]){7,13}")


class NotADay(ValueError):
    """What looks like a date is none of the calendar."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was understood; what is None was not typed."""

    name: str | None
    birth_on: date | None
    phone: str | None


def understood(typed: str) -> Sought:
    """Dates first, because a phone is also a row of digits; the letters that are left are a name."""
    birth_on, left = _take_date(typed)
    found = _PHONE.search(left)
    phone = found[0] if found else None
    if found:
        left = left[: found.start()] + " " + left[found.end() :]
    name = " ".join(re.sub(r"[0-9,;]", " ", left).split())
    return Sought(name if any(sign.isalpha() for sign in name) else None, birth_on, phone)


def _take_date(typed: str) -> tuple[date | None, str]:
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_DATE, (3, 2, 1)), (_COMPACT_DATE, (3, 2, 1))):
        if found := pattern.search(typed):
            year, month, day = (int(found[place]) for place in order)
            try:
                return date(year, month, day), typed[: found.start()] + " " + typed[found.end() :]
            except ValueError:
                if pattern is not _COMPACT_DATE:
                    raise NotADay from None
    return None, typed
