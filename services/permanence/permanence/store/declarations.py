"""Declarations of médecin traitant, the doctors they name, and the one that each patient has now."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, relationship

from chassis.core.mapping import enumeration, version
from permanence.domain.declaration.choice import Consent, ConsentNeeded
from permanence.domain.declaration.declaration import Declaration, DeclaredDoctor
from permanence.domain.declaration.rules import DeclarationUnknown
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason
from permanence.store.patients import REFERENCES
from permanence.store.registry import mapper, metadata

OPEN = tuple(state for state in DeclarationState if state.is_before_filing or state.is_current)

declarations = sa.Table(
    "declarations",
    metadata,
    sa.Column("declaration_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
    sa.Column("state", enumeration(DeclarationState), nullable=False),
    sa.Column("site", sa.String(63)),
    sa.Column("consent_needed", enumeration(ConsentNeeded), nullable=False),
    sa.Column("consent", enumeration(Consent)),
    sa.Column("drafted_on", sa.Date, nullable=False),
    sa.Column("signed_on", sa.Date),
    sa.Column("filed_on", sa.Date, index=True),
    sa.Column("channel", enumeration(Channel)),
    sa.Column("ald", sa.Boolean),
    sa.Column("active_on", sa.Date),
    sa.Column("presumed", sa.Boolean, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("ended_on", sa.Date),
    sa.Column("end_reason", enumeration(EndReason)),
    sa.Index("ix_declarations_state", "state", "drafted_on"),
)

declared_doctors = sa.Table(
    "declared_doctors",
    metadata,
    sa.Column(
        "declaration_id",
        sa.Uuid,
        sa.ForeignKey("declarations.declaration_id", name="declared_doctors_declaration_id_fkey"),
        primary_key=True,
    ),
    sa.Column("practitioner_rpps", sa.String(11), primary_key=True),
    sa.Column("left_on", sa.Date),
    sa.Index("ix_declared_doctors_rpps", "practitioner_rpps", "declaration_id"),
)

# The guard: a patient has one declaration that is filed and neither rejected nor ended.
current_declarations = sa.Table(
    "current_declarations",
    metadata,
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), primary_key=True),
    sa.Column(
        "declaration_id",
        sa.Uuid,
        sa.ForeignKey("declarations.declaration_id", name="current_declarations_declaration_id_fkey"),
        nullable=False,
    ),
    sa.UniqueConstraint("declaration_id", name="current_declarations_once"),
)

mapper.child(DeclaredDoctor, declared_doctors)
mapper.aggregate(
    Declaration,
    declarations,
    doctors=relationship(DeclaredDoctor, lazy="selectin", order_by=[declared_doctors.c.practitioner_rpps]),
)

# Made once: they are asked for each filing, and making one costs more than asking it.
_CURRENT = (
    sa.select(Declaration)
    .join(current_declarations, current_declarations.c.declaration_id == declarations.c.declaration_id)
    .where(current_declarations.c.patient_id.in_(REFERENCES))
    .order_by(declarations.c.filed_on.desc(), declarations.c.declaration_id)
)
_MAKE_CURRENT = sa.insert(current_declarations)


def known_declaration(session: Session, declaration_id: UUID) -> Declaration:
    declaration = session.get(Declaration, declaration_id)
    if declaration is None:
        raise DeclarationUnknown
    return declaration


def current_declarations_of(session: Session, patient_id: UUID) -> Sequence[Declaration]:
    """The one in force or awaited, and those of files that were merged into this one; the patient is locked."""
    return session.scalars(_CURRENT, {"patient_id": patient_id}).all()


def is_filing_known(session: Session, patient_id: UUID, filed_on: date, rpps: str) -> bool:
    """Whether a choice of this doctor that the patient filed that day is recorded, whatever became of it."""
    known = sa.exists().where(
        declarations.c.patient_id == patient_id,
        declarations.c.filed_on == filed_on,
        declared_doctors.c.declaration_id == declarations.c.declaration_id,
        declared_doctors.c.practitioner_rpps == rpps,
    )
    return bool(session.scalar(sa.select(known)))


def make_current(session: Session, declaration: Declaration) -> None:
    """To be called once the former one was released: the key refuses a second."""
    session.flush()
    current = {"patient_id": declaration.patient_id, "declaration_id": declaration.declaration_id}
    session.execute(_MAKE_CURRENT, current)


def release(session: Session, declaration_ids: Collection[UUID]) -> None:
    """These are no longer their patients' current ones."""
    if declaration_ids:
        among = current_declarations.c.declaration_id.in_(declaration_ids)
        session.execute(sa.delete(current_declarations).where(among))


def open_declarations_of(session: Session, rpps: str) -> Sequence[Declaration]:
    """Those to a doctor who is still named in them, filed or to be, by patient."""
    named = sa.select(declared_doctors.c.declaration_id).where(
        declared_doctors.c.practitioner_rpps == rpps, declared_doctors.c.left_on.is_(None)
    )
    return session.scalars(
        sa.select(Declaration)
        .where(declarations.c.declaration_id.in_(named), declarations.c.state.in_(OPEN))
        .order_by(declarations.c.patient_id, declarations.c.declaration_id)
    ).all()


def with_current_declaration(session: Session, patient_ids: Collection[UUID]) -> set[UUID]:
    """Which of these patients have one, filed and neither rejected nor ended."""
    query = sa.select(current_declarations.c.patient_id).where(current_declarations.c.patient_id.in_(patient_ids))
    return set(session.scalars(query))


def active_on(day: date) -> sa.ColumnElement[bool]:
    """Whether a declaration held on a day, presumed or not."""
    d = declarations.c
    return sa.and_(d.active_on <= day, sa.or_(d.ended_on.is_(None), d.ended_on > day))
