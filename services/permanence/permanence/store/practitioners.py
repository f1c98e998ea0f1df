"""Practitioners and their placements: tables, mapping, look-ups, locks, and who is supervised."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import Values, enumeration, version
from chassis.core.work import UnitOfWork
from permanence.domain.practitioner import rules
from permanence.domain.practitioner.contract import Contract
from permanence.domain.practitioner.placement import Placement
from permanence.domain.practitioner.practitioner import Practitioner, PractitionerState, checked_rpps
from permanence.store.registry import mapper, metadata

practitioners = sa.Table(
    "practitioners",
    metadata,
    sa.Column("practitioner_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("rpps", sa.String(11)),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("state", enumeration(PractitionerState), nullable=False),
    sa.Column("is_registered", sa.Boolean, nullable=False),
    sa.Column("contracts", Values(list[Contract]), nullable=False),
    sa.Column("msu_from", sa.Date),
    sa.Column("msu_until", sa.Date),
    sa.Column("leaves_on", sa.Date),
    sa.Column("left_on", sa.Date),
    sa.UniqueConstraint("rpps", name="practitioners_one_an_rpps"),
)

placements = sa.Table(
    "placements",
    metadata,
    sa.Column("placement_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("supervisors", Values(tuple[UUID, ...]), nullable=False),
    sa.Column("sites", Values(tuple[str, ...]), nullable=False),
    sa.Index("ix_placements_practitioner_dates", "practitioner_id", "starts_on", "ends_on"),
)

mapper.aggregate(Practitioner, practitioners)
mapper.aggregate(Placement, placements)

# Made once: they are asked for each act or declaration, and making one costs more than asking it.
_OF_RPPS = sa.select(Practitioner).where(practitioners.c.rpps == sa.bindparam("number"))
_AMONG = sa.select(Practitioner).where(practitioners.c.practitioner_id.in_(sa.bindparam("wanted", expanding=True)))
_PLACED = sa.select(Placement).where(
    placements.c.practitioner_id == sa.bindparam("practitioner_id"),
    placements.c.starts_on <= sa.bindparam("day"),
    placements.c.ends_on > sa.bindparam("day"),
)


def known_practitioner(session: Session, practitioner_id: UUID) -> Practitioner:
    """The practitioner of this reference, or the rule that there must be one."""
    practitioner = session.get(Practitioner, practitioner_id)
    if practitioner is None:
        raise rules.PractitionerUnknown
    return practitioner


def practitioner_by_rpps(session: Session, rpps: str) -> Practitioner:
    """The practitioner of this number; whether he works here on some day is the caller's to check (`kind_on`)."""
    number = checked_rpps(rpps)
    practitioner = session.scalars(_OF_RPPS, {"number": number}).one_or_none()
    if practitioner is None:
        raise rules.PractitionerUnknown(
            "Aucun praticien de cette antenne ne porte ce numéro RPPS : inscrivez-le d'abord.", "practitioner_rpps"
        )
    return practitioner


def check_rpps_free(session: Session, rpps: str | None) -> None:
    """Raises the rule that a number names one person; a key refuses whoever comes at the same time."""
    if rpps is not None:
        number = checked_rpps(rpps, "rpps")
        if session.scalar(sa.select(sa.exists().where(practitioners.c.rpps == number))):
            raise rules.RPPSTaken


def lock_practitioner(work: UnitOfWork, practitioner_id: UUID) -> Practitioner:
    """The practitioner, once nobody else gives him work or changes what he may do."""
    return lock_practitioners(work, [practitioner_id])[practitioner_id]


def lock_practitioners(work: UnitOfWork, practitioner_ids: Collection[UUID]) -> dict[UUID, Practitioner]:
    """Several at once; all of them must be known."""
    found = work.lock({Practitioner: practitioner_ids}).of(Practitioner)
    if len(found) < len(set(practitioner_ids)):
        raise rules.PractitionerUnknown
    return found


def supervisors_on(session: Session, practitioner: Practitioner, day: date, site: str | None = None) -> list[UUID]:
    """The agreed MSUs whom somebody's placement names and who are expected that day, in the order it names them."""
    placement = _placement_on(session, practitioner.practitioner_id, day)
    if placement is None or (site is not None and site not in placement.sites):
        return []
    found = session.scalars(_AMONG, {"wanted": placement.supervisors})
    there = {supervisor.practitioner_id for supervisor in found if supervisor.supervises_on(day)}
    return [supervisor for supervisor in placement.supervisors if supervisor in there]


def check_placed_once(session: Session, practitioner_id: UUID, starts_on: date, ends_on: date) -> None:
    """Raises the rule that an intern is in one placement at a time; the practitioner is locked."""
    overlapping = sa.exists().where(
        placements.c.practitioner_id == practitioner_id,
        placements.c.starts_on < ends_on,
        starts_on < placements.c.ends_on,
    )
    if session.scalar(sa.select(overlapping)):
        raise rules.PlacementOverlap


def placements_of(session: Session, practitioner_id: UUID) -> Sequence[Placement]:
    """Few: an intern has one a semester."""
    query = sa.select(Placement).where(placements.c.practitioner_id == practitioner_id)
    return session.scalars(query.order_by(placements.c.starts_on)).all()


def _placement_on(session: Session, practitioner_id: UUID, day: date) -> Placement | None:
    return session.scalars(_PLACED, {"practitioner_id": practitioner_id, "day": day}).first()
