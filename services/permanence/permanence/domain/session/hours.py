"""The hours of a session, half-open minutes of one day: what they may be, and how many slots they hold."""

from kernel.hours import MIDNIGHT, QUARTER
from permanence.domain.session import rules

LONGEST_MINUTES = 12 * 60
LEAST_SLOT_MINUTES, MOST_SLOT_MINUTES = 5, 120
# Beyond these hours a session is a whole day of work: two half-days (our choice: contracts count half-days).
HALF_DAY_MINUTES = 6 * 60


def check_hours(starts: int, ends: int) -> None:
    on_quarters = starts % QUARTER == 0 and ends % QUARTER == 0
    if not (on_quarters and 0 <= starts < ends <= MIDNIGHT and ends - starts <= LONGEST_MINUTES):
        raise rules.SessionHoursInvalid


def slot_count(starts: int, ends: int, slot_minutes: int) -> int:
    """Minutes left over at the end are nobody's."""
    if not LEAST_SLOT_MINUTES <= slot_minutes <= min(MOST_SLOT_MINUTES, ends - starts):
        raise rules.SlotInvalid
    return (ends - starts) // slot_minutes


def half_days(starts: int, ends: int) -> int:
    return 1 if ends - starts <= HALF_DAY_MINUTES else 2
