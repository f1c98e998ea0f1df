"""What may be read of declarations: by patient, by state, by doctor who left; who the patients are stays sealed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.domain.declaration.choice import Consent, ConsentNeeded
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason, state_on
from permanence.store.declarations import active_on, declarations, declared_doctors
from permanence.store.practitioners import practitioners


@dataclass(frozen=True, slots=True)
class DoctorRead:
    """A doctor that a declaration names, as the public register does."""

    rpps: str
    label: str | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class DeclarationRead:
    """A declaration as of a day: filed on paper, it is active once the presumed day has come."""

    declaration_id: UUID
    patient_id: UUID
    state: DeclarationState
    site: str | None
    consent_needed: ConsentNeeded
    consent: Consent | None
    drafted_on: date
    signed_on: date | None
    filed_on: date | None
    channel: Channel | None
    ald: bool | None
    active_on: date | None
    presumed: bool
    answered_on: date | None
    ended_on: date | None
    end_reason: EndReason | None
    doctors: Sequence[DoctorRead]


def declaration_read(session: Session, declaration_id: UUID, today: date) -> DeclarationRead | None:
    found = _read(session, declarations.c.declaration_id == declaration_id, today, limit=1)
    return found[0] if found else None


def declarations_of_patient(
    session: Session, patient_id: UUID, today: date, *, limit: int, offset: int = 0
) -> Sequence[DeclarationRead]:
    """The latest first."""
    return _read(session, declarations.c.patient_id == patient_id, today, limit, offset, latest_first=True)


def declarations_in(
    session: Session,
    states: Collection[DeclarationState],
    today: date,
    *,
    minors_only: bool = False,
    limit: int,
    offset: int = 0,
) -> Sequence[DeclarationRead]:
    """Those in one of these states as they are kept, the oldest first: to sign, to send, awaiting the fund's answer."""
    is_minor = declarations.c.consent_needed != ConsentNeeded.NONE
    condition = sa.and_(declarations.c.state.in_(states), is_minor if minors_only else sa.true())
    return _read(session, condition, today, limit, offset)


def declarations_ended_by(
    session: Session, practitioner_id: UUID, today: date, *, limit: int, offset: int = 0
) -> Sequence[DeclarationRead]:
    """Those that ended because this doctor left: the patients to call."""
    rpps = sa.select(practitioners.c.rpps).where(practitioners.c.practitioner_id == practitioner_id).scalar_subquery()
    named = sa.select(declared_doctors.c.declaration_id).where(declared_doctors.c.practitioner_rpps == rpps)
    ended = sa.and_(declarations.c.declaration_id.in_(named), declarations.c.end_reason == EndReason.DOCTOR_LEFT)
    return _read(session, ended, today, limit, offset)


def count_active(session: Session, day: date) -> int:
    """How many declarations held on a day, presumed or not."""
    return session.scalar(sa.select(sa.func.count()).select_from(declarations).where(active_on(day))) or 0


def _read(
    session: Session,
    condition: sa.ColumnElement[bool],
    today: date,
    limit: int,
    offset: int = 0,
    *,
    latest_first: bool = False,
) -> Sequence[DeclarationRead]:
    since = declarations.c.drafted_on
    rows = session.execute(
        sa.select(*(declarations.c[name] for name in DeclarationRead.__slots__ if name != "doctors"))
        .where(condition)
        .order_by(since.desc() if latest_first else since, declarations.c.declaration_id)
        .limit(limit)
        .offset(offset)
    ).all()
    doctors = _doctors(session, [row.declaration_id for row in rows])
    return [_as_of(row._asdict(), doctors[row.declaration_id], today) for row in rows]


def _as_of(row: Mapping[str, object], doctors: Sequence[DoctorRead], today: date) -> DeclarationRead:
    read = DeclarationRead(**row, doctors=doctors)  # type: ignore[arg-type]  # the columns have the fields' types
    return replace(read, state=state_on(read.state, read.active_on, today))


def _doctors(session: Session, declaration_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[DoctorRead]]:
    by_declaration: dict[UUID, list[DoctorRead]] = {declaration_id: [] for declaration_id in declaration_ids}
    query = (
        sa.select(
            declared_doctors.c.declaration_id,
            declared_doctors.c.practitioner_rpps,
            practitioners.c.label,
            declared_doctors.c.left_on,
        )
        .outerjoin(practitioners, practitioners.c.rpps == declared_doctors.c.practitioner_rpps)
        .where(declared_doctors.c.declaration_id.in_(by_declaration))
        .order_by(declared_doctors.c.practitioner_rpps)
    )
    for declaration_id, rpps, label, left_on in session.execute(query):
        by_declaration[declaration_id].append(DoctorRead(rpps, label, left_on))
    return by_declaration
