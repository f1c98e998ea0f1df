"""Sites and their rooms: tables, mapping, look-ups and locks."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, relationship

from chassis.core.mapping import Values, version
from chassis.core.work import UnitOfWork
from permanence.domain.site import rules
from permanence.domain.site.opening_hours import WeekHours
from permanence.domain.site.signed_document import SignedDocument
from permanence.domain.site.site import Closure, ConsultingRoom, Site
from permanence.store.registry import mapper, metadata
from permanence.store.sessions import taken_quarters

sites = sa.Table(
    "sites",
    metadata,
    sa.Column("site_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("code", sa.String(63), nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("commune", sa.String(5), nullable=False),
    sa.Column("finess", sa.String(9)),
    sa.Column("phone", sa.Text),
    sa.Column("address", sa.Text),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("hours", Values(list[WeekHours]), nullable=False),
    sa.Column("closures", Values(list[Closure]), nullable=False),
    sa.Column("documents", Values(list[SignedDocument]), nullable=False),
    sa.UniqueConstraint("code", name="sites_one_a_code"),
)

consulting_rooms = sa.Table(
    "consulting_rooms",
    metadata,
    sa.Column("room_id", sa.Uuid, primary_key=True),
    sa.Column("site_id", sa.Uuid, sa.ForeignKey("sites.site_id"), nullable=False),
    sa.Column("code", sa.String(63), nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.UniqueConstraint("site_id", "code", name="consulting_rooms_one_a_code"),
)

mapper.child(ConsultingRoom, consulting_rooms)
mapper.aggregate(Site, sites, rooms=relationship(ConsultingRoom, lazy="selectin", order_by=[consulting_rooms.c.code]))


def known_site(session: Session, code: str) -> Site:
    """The site of this code, or the rule that there must be one."""
    site = session.scalar(sa.select(Site).where(sites.c.code == code))
    if site is None:
        raise rules.SiteUnknown
    return site


def has_site(session: Session, code: str) -> bool:
    return session.scalar(sa.select(sa.exists().where(sites.c.code == code))) or False


def check_code_free(session: Session, code: str) -> None:
    """Raises the rule that a code names one site; a key refuses whoever comes at the same time."""
    if has_site(session, code):
        raise rules.SiteCodeTaken


def known_room(session: Session, site: str, code: str) -> ConsultingRoom:
    """The room of this code in a site, or the rule that there must be one.

    The site itself is not read: whoever plans reads it once the room is locked, as it is then.
    """
    query = sa.select(ConsultingRoom).join_from(consulting_rooms, sites)
    room = session.scalar(query.where(sites.c.code == site, consulting_rooms.c.code == code))
    if room is None:
        raise rules.RoomUnknown if has_site(session, site) else rules.SiteUnknown
    return room


def lock_room(work: UnitOfWork, site: str, code: str) -> ConsultingRoom:
    """The room of this code in a site, once nobody else changes who consults there."""
    room_id = known_room(work.session, site, code).room_id
    return work.lock({ConsultingRoom: [room_id]}).of(ConsultingRoom)[room_id]


def lock_site(work: UnitOfWork, code: str) -> Site:
    """The site, to be described; sessions are planned in it meanwhile."""
    site_id = _site_of_code(work.session, code)
    return work.lock({Site: [site_id]}).of(Site)[site_id]


def lock_site_and_rooms(work: UnitOfWork, code: str) -> Site:
    """The site, once nobody else plans a session in any of its rooms or changes it."""
    site_id = _site_of_code(work.session, code)
    room_ids = work.session.scalars(sa.select(consulting_rooms.c.room_id).where(consulting_rooms.c.site_id == site_id))
    return work.lock({ConsultingRoom: room_ids.all(), Site: [site_id]}).of(Site)[site_id]


def _site_of_code(session: Session, code: str) -> UUID:
    site_id: UUID | None = session.scalar(sa.select(sites.c.site_id).where(sites.c.code == code))
    if site_id is None:
        raise rules.SiteUnknown
    return site_id


def planned_until(session: Session, room_ids: Collection[UUID]) -> date | None:
    """The day of the last session that is planned in these rooms, if any is."""
    days = sa.select(sa.func.max(taken_quarters.c.day)).where(taken_quarters.c.resource_id.in_(room_ids))
    last: date | None = session.scalar(days)
    return last
