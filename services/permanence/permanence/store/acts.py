"""What was done for patients."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import Values, enumeration, version
from permanence.domain.act.act import Act, ActKind, ActWarning
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.store.registry import mapper, metadata

acts = sa.Table(
    "acts",
    metadata,
    sa.Column("act_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("act_kind", enumeration(ActKind), nullable=False),
    sa.Column("practitioner_rpps", sa.String(11), nullable=False),
    sa.Column("practitioner_kind", enumeration(PractitionerKind), nullable=False),
    sa.Column("supervised", sa.Boolean),
    sa.Column("site", sa.String(63)),
    # One act honours an appointment; the appointment's own row says so too.
    sa.Column("appointment_id", sa.Uuid),
    sa.Column("warnings", Values(tuple[ActWarning, ...])),
    sa.UniqueConstraint("appointment_id", name="acts_one_an_appointment"),
    sa.Index("ix_acts_patient", "patient_id", "held_on"),
)
# Those to look at are few: found by day without reading the others.
sa.Index(
    "ix_acts_warned",
    acts.c.held_on,
    sqlite_where=acts.c.warnings.is_not(None),
    postgresql_where=acts.c.warnings.is_not(None),
)

mapper.aggregate(Act, acts)


def is_act_known(session: Session, patient_id: UUID, held_on: date, rpps: str) -> bool:
    """Whether somebody has recorded that this practitioner saw this patient that day."""
    known = sa.exists().where(
        acts.c.patient_id == patient_id, acts.c.held_on == held_on, acts.c.practitioner_rpps == rpps
    )
    return bool(session.scalar(sa.select(known)))


# What `permanence.consultations` counts: acts of doctors, and of interns whom somebody supervised.
IS_CONSULTATION = sa.and_(acts.c.act_kind != ActKind.NURSE_ACT, acts.c.supervised.is_not(False))
