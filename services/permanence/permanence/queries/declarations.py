"""What may be read of declarations: by patient, by state, by doctor who left; who the patients are stays sealed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.commands.words import SiteCode
from permanence.domain.declaration.choice import Consent, ConsentNeeded
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason, state_on
from permanence.store.declarations import active_on, declarations, declared_doctors, open_declarations_of
from permanence.store.practitioners import practitioners


@dataclass(frozen=True, slots=True)
class DoctorRead:
    """A doctor that a declaration names, as the public register does."""

    rpps: Annotated[str, "Numéro RPPS."]
    label: Annotated[str | None, "Nom professionnel ; nul si le médecin n'est pas inscrit au registre."]
    left_on: Annotated[date | None, "Parti le"]


@dataclass(frozen=True, slots=True)
class DeclarationRead:
    """A declaration as of a day: filed on paper, it is active once the presumed day has come."""

    declaration_id: Annotated[UUID, "La déclaration."]
    patient_id: Annotated[UUID, "Le patient."]
    state: Annotated[DeclarationState, "L'état à ce jour : un dépôt papier devient actif au jour présumé."]
    site: SiteCode | None
    consent_needed: Annotated[ConsentNeeded, "L'accord qu'il faut pour un mineur."]
    consent: Annotated[Consent | None, "Qui l'a donné."]
    drafted_on: Annotated[date, "Préparée le"]
    signed_on: Annotated[date | None, "Signée le"]
    filed_on: Annotated[date | None, "Déposée le"]
    channel: Annotated[Channel | None, "En ligne ou sur papier."]
    ald: Annotated[bool | None, "Le patient était en affection de longue durée au dépôt."]
    active_on: Annotated[date | None, "Premier jour où elle vaut"]
    presumed: Annotated[bool, "Ce jour est présumé."]
    answered_on: Annotated[date | None, "Réponse de la caisse le"]
    ended_on: Annotated[date | None, "Terminée le"]
    end_reason: Annotated[EndReason | None, "Pourquoi."]
    doctors: Annotated[
        Sequence[Annotated[DoctorRead, "Un médecin."]], "Le médecin choisi, ou ceux d'une même structure."
    ]


@dataclass(frozen=True, slots=True)
class DeclaredTo:
    """What becomes of the declarations to a doctor who leaves: those that end, are dropped, or go on with others."""

    ending: int
    dropped: int
    going_on: int


@dataclass(frozen=True, slots=True)
class Declarations:
    declarations: Annotated[Sequence[Annotated[DeclarationRead, "Une déclaration."]], "La page demandée."]


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


def declared_to(session: Session, rpps: str | None) -> DeclaredTo:
    found = open_declarations_of(session, rpps) if rpps else ()
    alone = [one for one in found if len(one.present_doctors) == 1]
    ending = sum(one.state.is_current for one in alone)
    return DeclaredTo(ending, len(alone) - ending, len(found) - len(alone))


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
