"""What may be read of a permanence without opening an identity."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.store.acts import consultations
from permanence.store.declarations import declarations
from permanence.store.patients import patients


@dataclass(frozen=True, slots=True)
class PatientState:
    """A patient as a reference and what was done: neither name nor birth date."""

    patient_id: UUID
    registered_on: date
    ald: bool
    commune: str
    consultations: int
    declarations: int


def patient_state(session: Session, patient_id: UUID) -> PatientState | None:
    row = session.execute(
        sa.select(
            patients.c.patient_id,
            patients.c.registered_on,
            patients.c.ald,
            patients.c.commune,
            _count_of(consultations),
            _count_of(declarations),
        ).where(patients.c.patient_id == patient_id)
    ).one_or_none()
    return PatientState(*row) if row else None


def _count_of(acts: sa.Table) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count()).select_from(acts).where(acts.c.patient_id == patients.c.patient_id).scalar_subquery()
    )
