"""What owners count of their patients, month by month: opened, judged as it arrives, and kept whole.

The newest version of a month replaces the others, in whatever order they come.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import bulk
from chassis.core.clock import civil_day
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from contracts.permanence.counts import ACTIVE_ALD_DECLARATIONS, ALL, CUTS, FOLLOWED_NOW, Row
from contracts.rejection import Rejected, RejectionCode
from kernel.period import add_months
from reporting.permanence.counts.seals import opened
from reporting.permanence.counts.table import counts

# What is true at a month's end may be less than it was at an earlier one.
_STOCKS = (FOLLOWED_NOW, ACTIVE_ALD_DECLARATIONS)
# Written at once: a batch of events may hold far more.
_MOST_ROWS = 5_000
_SPANS = ("month", "last_12_months", "since_opening")


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a month: the version that was told last, and its totals over the three spans."""

    sequence: int
    totals: tuple[int, int, int]


# Of each source and figure, its months.
_Known = Mapping[tuple[str, str], dict[date, _Told]]


def on_month_counted(events: Sequence[Event], work: UnitOfWork) -> None:
    """Keeps the rows of each count unless a newer one is known; raises `Rejected` for one that cannot be believed.

    Only what arrives is judged: what a rebuild projects again was accepted, and comes in any order.
    """
    known = _known(work.session, events)
    waiting: list[dict[str, Any]] = []
    # Months in their order, as their owner tells them: what corrects one is known before the next is judged.
    for event in sorted(events, key=lambda event: (event.data["month_on"], event.sequence)):
        month_on, months = event.data["month_on"], known[event.source, event.data["figure"]]
        arrives = event.key in work.deliveries
        if arrives:
            _must_be_over(event)
        if month_on in months and months[month_on].sequence >= event.sequence:
            continue
        rows = opened(event, work.sealing, refuses=arrives)
        told = _Told(event.sequence, _totals(rows))
        if arrives and "correction" not in event.data:
            _must_not_be_lower(event, told, months)
        months[month_on] = told
        waiting += (_kept(event, row) for row in rows)
        if len(waiting) >= _MOST_ROWS:
            _write(work.session, waiting)
            waiting = []
    if waiting:
        _write(work.session, waiting)


def _known(session: Session, events: Sequence[Event]) -> _Known:
    """The totals of every month of the sources and figures that are told anew."""
    query = sa.select(counts.c.source, counts.c.figure, counts.c.month_on, counts.c.sequence)
    query = query.add_columns(*(counts.c[span] for span in _SPANS)).where(
        counts.c.figure.in_({event.data["figure"] for event in events}),
        counts.c.cut == ALL,
        counts.c.source.in_({event.source for event in events}),
    )
    known: _Known = defaultdict(dict)
    for row in session.execute(query):
        totals = row.month, row.last_12_months, row.since_opening
        known[row.source, row.figure][row.month_on] = _Told(row.sequence, totals)
    return known


def _totals(rows: Sequence[Row]) -> tuple[int, int, int]:
    total = next(row for row in rows if row.cut == ALL)
    return total.month, total.last_12_months, total.since_opening


def _must_be_over(event: Event) -> None:
    if civil_day(event.time) < add_months(event.data["month_on"], 1):
        reason = "le mois n'était pas fini quand il a été compté : l'antenne doit le compter de nouveau"
        raise Rejected(RejectionCode.MONTH_NOT_OVER, reason, "data.month_on")


def _must_not_be_lower(event: Event, told: _Told, months: Mapping[date, _Told]) -> None:
    """What was counted once stays counted, in its month and since the opening, unless it is said to be corrected."""
    before = months.get(event.data["month_on"])
    if before and any(new < old for new, old in zip(told.totals, before.totals, strict=True)):
        reason = "ce mois avait été compté plus haut, et rien ne dit que c'est une correction"
        raise Rejected(RejectionCode.COUNT_LOWER, reason, "data.sealed")
    earlier = (past.totals[2] for month_on, past in months.items() if month_on < event.data["month_on"])
    if event.data["figure"] not in _STOCKS and told.totals[2] < max(earlier, default=0):
        reason = (
            "un mois d'avant avait été compté plus haut depuis l'ouverture : si sa correction est venue depuis, "
            "rejouez ce message"
        )
        raise Rejected(RejectionCode.COUNT_LOWER, reason, "data.sealed")


def _kept(event: Event, row: Row) -> dict[str, Any]:
    return {
        "figure": event.data["figure"],
        "cut": row.cut,
        "month_on": event.data["month_on"],
        "value": row.value,
        "source": event.source,
        "antenna": event.antenna,
        "sequence": event.sequence,
        "month": row.month,
        "last_12_months": row.last_12_months,
        "since_opening": row.since_opening,
    }


_KEYS = tuple(column.name for column in counts.primary_key)
_REPLACED = tuple(column.name for column in counts.c if not column.primary_key)


def _replaced(insert: Any) -> Any:
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=_KEYS,
        set_={name: new[name] for name in _REPLACED},
        where=counts.c.sequence < new.sequence,
    )


_INSERT = bulk.BulkInsert(counts, (*_KEYS, *_REPLACED), _replaced)
_NEWER = counts.alias("newer")
# Every count has a total: a row is of an older version when the total of its month is of a newer one.
_IS_OLDER = sa.exists().where(
    _NEWER.c.figure == counts.c.figure,
    _NEWER.c.cut == ALL,
    _NEWER.c.month_on == counts.c.month_on,
    _NEWER.c.source == counts.c.source,
    _NEWER.c.sequence > counts.c.sequence,
)


def _write(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """In the order of their keys, as a rebuild that goes on meanwhile; what another version left goes."""
    newest = {tuple(row[name] for name in _KEYS): row for row in rows}
    _INSERT.execute(session, [newest[key] for key in sorted(newest)])
    session.execute(
        sa.delete(counts).where(
            counts.c.cut.in_(CUTS),
            *(counts.c[name].in_({row[name] for row in rows}) for name in ("figure", "month_on", "source")),
            _IS_OLDER,
        )
    )
