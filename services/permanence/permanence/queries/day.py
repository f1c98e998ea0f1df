"""What the pages of a day show beside its sheet: what practitioners and rooms are called, who has an ALD, offers."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.domain.appointment.waiting_list import Offer
from permanence.domain.session.session import SessionState
from permanence.store.appointments import waiting_entries
from permanence.store.patients import patients
from permanence.store.practitioners import practitioners
from permanence.store.sessions import sessions
from permanence.store.sites import consulting_rooms

MOST_LABELS = 50


def practitioner_labels(session: Session, practitioner_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What these practitioners are called."""
    query = sa.select(practitioners.c.practitioner_id, practitioners.c.label)
    return _by_id(session, query.where(practitioners.c.practitioner_id.in_(practitioner_ids)))


def practitioners_planned(session: Session, from_on: date) -> Mapping[UUID, str]:
    """What those are called who have a session on that day or later, by label."""
    planned = sa.exists().where(
        sessions.c.practitioner_id == practitioners.c.practitioner_id,
        sessions.c.day >= from_on,
        sessions.c.state == SessionState.PLANNED,
    )
    query = sa.select(practitioners.c.practitioner_id, practitioners.c.label).where(planned)
    return _by_id(session, query.order_by(practitioners.c.label).limit(MOST_LABELS))


def room_labels(session: Session, room_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What these rooms are called."""
    query = sa.select(consulting_rooms.c.room_id, consulting_rooms.c.label)
    return _by_id(session, query.where(consulting_rooms.c.room_id.in_(room_ids)))


def with_ald(session: Session, patient_ids: Collection[UUID]) -> set[UUID]:
    """Those of these patients who have an ALD."""
    return set(
        session.scalars(sa.select(patients.c.patient_id).where(patients.c.patient_id.in_(patient_ids), patients.c.ald))
    )


def offers_awaiting(session: Session, entry_ids: Collection[UUID]) -> Mapping[UUID, Offer]:
    """The last offer of these entries, where nobody has answered it."""
    query = sa.select(waiting_entries.c.entry_id, waiting_entries.c.offers)
    rows = session.execute(query.where(waiting_entries.c.entry_id.in_(entry_ids)))
    return {entry_id: offers[-1] for entry_id, offers in rows if offers and offers[-1].accepted is None}


def _by_id(session: Session, query: sa.Select[UUID, str]) -> Mapping[UUID, str]:
    return dict(session.execute(query).all())
