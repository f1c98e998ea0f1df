"""What may be read of acts: those of a patient, those to look at, and how many were consultations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.commands.words import SiteCode
from permanence.domain.act.act import ActKind, ActWarning
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.store.acts import IS_CONSULTATION, acts


@dataclass(frozen=True, slots=True)
class Warned:
    code: Annotated[str, "Code."]
    text: Annotated[str, "La même chose, en une phrase."]


@dataclass(frozen=True, slots=True)
class ActRead:
    """An act, and what was unusual about it."""

    act_id: Annotated[UUID, "L'acte."]
    patient_id: Annotated[UUID, "Le patient."]
    held_on: Annotated[date, "Jour de l'acte"]
    act_kind: Annotated[ActKind, "Nature de l'acte."]
    practitioner_kind: Annotated[PractitionerKind, "À quel titre le praticien exerçait."]
    supervised: Annotated[bool | None, "Un maître de stage était là ; nul : il n'en fallait pas."]
    site: SiteCode | None
    appointment_id: Annotated[UUID | None, "Le rendez-vous honoré."]
    warnings: Annotated[Sequence[Annotated[Warned, "Un avertissement."]], "Ce qui mérite d'être vérifié."]


@dataclass(frozen=True, slots=True)
class Acts:
    acts: Annotated[Sequence[Annotated[ActRead, "Un acte."]], "Du plus récent au plus ancien."]


def acts_of_patient(session: Session, patient_id: UUID, *, limit: int, offset: int = 0) -> Sequence[ActRead]:
    """The latest first."""
    return _read(session, acts.c.patient_id == patient_id, limit, offset)


def acts_to_check(session: Session, first_on: date, end_on: date, *, limit: int, offset: int = 0) -> Sequence[ActRead]:
    """Those with a warning, of the days from `first_on` to the day before `end_on`, the latest first."""
    is_warned = sa.and_(acts.c.warnings.is_not(None), acts.c.held_on >= first_on, acts.c.held_on < end_on)
    return _read(session, is_warned, limit, offset)


def consultations_between(session: Session, first_on: date, end_on: date) -> int:
    """What `permanence.consultations` counts, of these days: acts of doctors and of supervised interns."""
    query = sa.select(sa.func.count()).where(IS_CONSULTATION, acts.c.held_on >= first_on, acts.c.held_on < end_on)
    return session.scalar(query) or 0


def _read(session: Session, condition: sa.ColumnElement[bool], limit: int, offset: int) -> Sequence[ActRead]:
    query = (
        sa.select(*(acts.c[name] for name in ActRead.__slots__))
        .where(condition)
        .order_by(acts.c.held_on.desc(), acts.c.act_id)
        .limit(limit)
        .offset(offset)
    )
    return [ActRead(**{**row, "warnings": _warned(row["warnings"])}) for row in session.execute(query).mappings()]


def _warned(warnings: Sequence[ActWarning] | None) -> Sequence[Warned]:
    return [Warned(warning, warning.french) for warning in warnings or ()]
