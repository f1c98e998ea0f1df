"""A month as an owner counts it: sealed to reporting's key, told as its permanence tells it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts.envelope import Event
from contracts.permanence.counts import ALL, Row, write_rows
from kernel.period import add_months
from support.facts import told_of

MONTH_COUNTED = "permanence.month_counted.v1"


class Sealing(Protocol):
    def seal_for(self, service: str, clear: bytes) -> str: ...


class InClear:
    """For facts that are made before the instance that reads them has its keys: `sealed` seals them then."""

    def seal_for(self, _service: str, clear: bytes) -> str:
        return urlsafe_b64encode(clear).decode().rstrip("=")


def sealed(keys: Sealing, fact: Event) -> Event:
    """A count that was made in clear, sealed to these keys; any other fact as it is."""
    if fact.type != MONTH_COUNTED:
        return fact
    return replace(fact, data={**fact.data, "sealed": keys.seal_for("reporting", clear_of(fact))})


def clear_of(fact: Event) -> bytes:
    written = fact.data["sealed"]
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


def total(month: int, last_12_months: int | None = None, since_opening: int | None = None) -> Row:
    return row(ALL, "", month, last_12_months, since_opening)


def row(cut: str, value: str, month: int, last_12_months: int | None = None, since_opening: int | None = None) -> Row:
    """The same number over longer spans, unless another is said."""
    last_12_months = month if last_12_months is None else last_12_months
    return Row(cut, value, month, last_12_months, last_12_months if since_opening is None else since_opening)


def subject_of(figure: str, month_on: date, antenna: str = "romans") -> UUID:
    return uuid5(NAMESPACE_URL, f"/{antenna}/permanence {month_on:%Y-%m} {figure}")


def month_counted(
    keys: Sealing,
    figure: str,
    month_on: date,
    *rows: Row,
    antenna: str = "romans",
    sequence: int = 1,
    told_on: date | None = None,
    **said: Any,
) -> Event:
    """Told on the first day after the month, unless another is said; `said` replaces or adds fields."""
    subject, day = subject_of(figure, month_on, antenna), told_on or add_months(month_on, 1)
    sealed = {"sealed": keys.seal_for("reporting", write_rows(subject, rows))}
    data: dict[str, Any] = {"month_on": month_on, "figure": figure} | sealed | said
    event = told_of("month_counted", subject, day, antenna=antenna, sequence=sequence, **data)
    return replace(event, time=datetime(day.year, day.month, day.day, 6, tzinfo=UTC))
