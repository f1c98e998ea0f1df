"""The months that are over, counted and told sealed to reporting, which alone may see so few people."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from contracts.permanence import counts
from permanence.commands.months import CountMonths, CountMonthsOutcome
from permanence.domain.month.count import MonthCount
from permanence.domain.month.counting import MonthLine
from permanence.queries.month import counted_months
from permanence.store.month_counts import counts_told

READER = "reporting"
_DIGEST = "permanence.month"
# The space of what one antenna's figure of one month is called by (`uuid5`).
_NAMES = UUID("0d5d4f0c-5a3c-4d0e-8f57-3d0e1a7c1b9e")


def count_months(_command: CountMonths, work: UnitOfWork) -> CountMonthsOutcome:
    """Months in their order: what corrects one is told before the next, of which it is a part."""
    known = counts_told(work.session)
    told = corrected = 0
    for counted in counted_months(work.session, work.antenna.opening_of("permanence"), work.today):
        count_id = count_name(f"/{work.antenna.code}/permanence", counted.month_on, counted.figure)
        clear = counts.write_rows(count_id, _written(counted.rows))
        digest = work.keyring.digest(_DIGEST, clear)
        before = known.get(count_id)
        if before is None:
            sealed = work.sealing.seal_for(READER, clear)
            count, fact = MonthCount.count(
                count_id, month_on=counted.month_on, figure=counted.figure, digest=digest, sealed=sealed
            )
            work.save(count, fact)
            told += 1
        elif before.digest != digest:
            work.save(before, before.correct(digest, work.sealing.seal_for(READER, clear)))
            corrected += 1
    return CountMonthsOutcome(told, corrected)


def count_name(source: str, month_on: date, figure: str) -> UUID:
    """What the source's count of a figure of a month is called by, whoever counts it and however often."""
    return uuid5(_NAMES, f"{source} {month_on:%Y-%m} {figure}")


def _written(rows: Sequence[MonthLine]) -> Sequence[counts.Row]:
    return [counts.Row(row.cut.value, row.value, row.month, row.last_12_months, row.since_opening) for row in rows]


HANDLERS: Mapping[type, Handler] = {CountMonths: count_months}
