"""What the antenna counts of its patients, for every month that is over since the first of them was registered."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.commune import find_commune
from kernel.period import add_months, first_of_month
from permanence.domain.appointment.appointment import AppointmentState
from permanence.domain.month.counting import MonthFigure, MonthPeriod, count_months
from permanence.domain.month.inputs import ALDDeclaration, AppointmentDay, Consultation, File, Step
from permanence.store.acts import IS_CONSULTATION, acts
from permanence.store.appointments import appointments
from permanence.store.declarations import declarations
from permanence.store.patients import patient_steps, patients

# So many rows in memory beside what is kept of each person.
_AT_ONCE = 1_000

_FILES = sa.select(
    patients.c.patient_id,
    patients.c.merged_into,
    patients.c.registered_on,
    patients.c.commune,
    patients.c.age_band,
    patients.c.no_medecin_traitant_reason,
)
# Who never changed is as registered: followed, in ALD or not as the file says.
_UNCHANGED = sa.select(patients.c.patient_id, sa.literal(0), patients.c.registered_on, sa.true(), patients.c.ald).where(
    ~sa.exists().where(patient_steps.c.patient_id == patients.c.patient_id)
)
_CHANGED = sa.select(*(patient_steps.c[name] for name in ("patient_id", "number", "from_on", "is_followed", "is_ald")))
_ALL_STEPS = sa.union_all(_CHANGED, _UNCHANGED).subquery()
_STEPS = sa.select(*(_ALL_STEPS.c[name] for name in Step._fields)).order_by(
    _ALL_STEPS.c.patient_id, _ALL_STEPS.c.number
)
_CONSULTATIONS = sa.select(*(acts.c[name] for name in Consultation._fields)).where(IS_CONSULTATION)
_DECLARATIONS = sa.select(*(declarations.c[name] for name in ALDDeclaration._fields)).where(
    declarations.c.filed_on.is_not(None), declarations.c.ald
)
_APPOINTMENTS = sa.select(*(appointments.c[name] for name in AppointmentDay._fields)).where(
    appointments.c.state != AppointmentState.CANCELLED
)


def counted_months(session: Session, opened_on: date, today: date) -> Iterator[MonthFigure]:
    """Every figure of every month, by month; none where nobody was registered before this month."""
    first_on = session.scalar(sa.select(sa.func.min(patients.c.registered_on)))
    last_on = add_months(first_of_month(today), -1)
    if first_on is None or first_of_month(first_on) > last_on:
        return iter(())
    return count_months(
        MonthPeriod(opened_on, first_on, last_on),
        _files(session),
        (Step(*row) for row in _streamed(session, _STEPS)),
        (Consultation(*row) for row in _streamed(session, _CONSULTATIONS)),
        (ALDDeclaration(*row) for row in _streamed(session, _DECLARATIONS)),
        (AppointmentDay(*row) for row in _streamed(session, _APPOINTMENTS)),
    )


def _files(session: Session) -> Iterator[File]:
    epci_of = cache(_epci)
    for patient_id, merged_into, registered_on, commune, age_band, reason in _streamed(session, _FILES):
        yield File(patient_id, merged_into, registered_on, commune, epci_of(commune), age_band, reason)


def _epci(insee: str) -> str | None:
    commune = find_commune(insee)
    return None if commune is None else commune.epci


def _streamed(session: Session, query: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from session.execute(query.execution_options(yield_per=_AT_ONCE))
