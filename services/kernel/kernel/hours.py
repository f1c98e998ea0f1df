"""Times of day, as minutes since midnight: 08:30 is 510, and a day ends at 24:00, which is 1440."""

import re

MIDNIGHT = 24 * 60
QUARTER = 15
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def written_time(minutes: int) -> str:
    """As people write it: 08:30."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_time(text: str) -> int:
    """The time that a text such as 08:30 or 24:00 says, or `ValueError`."""
    if text == written_time(MIDNIGHT):
        return MIDNIGHT
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("not a time of day")
    return int(found[1]) * 60 + int(found[2])


def overlap(starts: int, ends: int, other_starts: int, other_ends: int) -> bool:
    """Whether two half-open stretches of a day share a minute."""
    return starts < other_ends and other_starts < ends


def quarters(starts: int, ends: int) -> range:
    """The quarters of an hour that a half-open stretch touches, counted from midnight."""
    return range(starts // QUARTER, -(-ends // QUARTER))
