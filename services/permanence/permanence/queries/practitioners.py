"""Practitioners as the antenna's register has them, and the half-days that their contracts promise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import Practitioner, PractitionerState
from permanence.domain.practitioner.rules import MonthAskedInvalid
from permanence.domain.session.forecast import Engagement, MonthForecast, forecast
from permanence.practitioner_kinds import rights_of
from permanence.store.practitioners import practitioners

# More than any permanence has had; whoever looks for an older one narrows the list by its state.
MOST_LISTED = 200
_YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Listed:
    """A practitioner, and what is true of one on a day."""

    practitioner: Practitioner
    practitioner_kind: PractitionerKind | None
    half_days_per_week: int | None
    is_msu: bool


def register(
    session: Session, day: date, state: PractitionerState | None = None, limit: int = MOST_LISTED
) -> list[Listed]:
    """Those of one state, or all, by label."""
    query = sa.select(Practitioner).order_by(practitioners.c.label, practitioners.c.practitioner_id)
    if state is not None:
        query = query.where(practitioners.c.state == state)
    return [listed(practitioner, day) for practitioner in session.scalars(query.limit(limit))]


def listed(practitioner: Practitioner, day: date) -> Listed:
    contract = practitioner.contract_on(day)
    if contract is None:
        return Listed(practitioner, None, None, practitioner.is_msu_on(day))
    return Listed(practitioner, contract.kind, contract.half_days_per_week, practitioner.is_msu_on(day))


def practitioner_of(session: Session, practitioner_id: UUID) -> Practitioner:
    """The practitioner of this reference, or `NotFound`."""
    practitioner = session.get(Practitioner, practitioner_id)
    if practitioner is None:
        raise NotFound
    return practitioner


def half_days_forecast(session: Session, first_month: date, months: int = 12) -> list[MonthForecast]:
    """Of those whose contract lets them consult: a nurse's half-days are not consultations."""
    if first_month.year not in _YEARS:
        raise MonthAskedInvalid(field="first_month")
    under_contract = session.scalars(
        sa.select(Practitioner).where(practitioners.c.state == PractitionerState.UNDER_CONTRACT)
    ).all()
    return forecast(list(_engagements(under_contract)), first_month, months)


def _engagements(under_contract: Sequence[Practitioner]) -> Iterator[Engagement]:
    for practitioner in under_contract:
        for contract in practitioner.contracts:
            if rights_of(contract.kind, contract.starts_on).consults:
                yield Engagement(
                    practitioner.practitioner_id,
                    contract.starts_on,
                    contract.ends_on,
                    contract.half_days_per_week,
                    practitioner.leaves_on,
                )
