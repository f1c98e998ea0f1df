"""Sites: they open, are described, open and shut their rooms and doors, and close; their documents are signed."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.commune import find_commune
from permanence.commands.sites import (
    CancelClosure,
    CloseConsultingRoom,
    CloseSite,
    DecideClosure,
    DecideClosureOutcome,
    DescribeSite,
    DescribeSiteOutcome,
    OpenConsultingRoom,
    OpenSite,
    OpenSiteOutcome,
    RoomReference,
    SetHours,
    SignDocument,
    SiteReference,
)
from permanence.domain.patient.rules import CommuneUnknown
from permanence.domain.session.session import SessionCancelReason
from permanence.domain.site.signed_document import checked_document
from permanence.domain.site.site import ConsultingRoom, Site
from permanence.handlers.sessions import withdraw
from permanence.store.sessions import planned_sessions_at
from permanence.store.sites import check_code_free, lock_site, lock_site_and_rooms, planned_until


def open_site(command: OpenSite, work: UnitOfWork) -> OpenSiteOutcome:
    if find_commune(command.commune) is None:
        raise CommuneUnknown
    check_code_free(work.session, command.site)
    site, opened = Site.open(
        new_id(),
        code=command.site,
        label=command.label,
        commune=command.commune,
        opened_on=command.opened_on,
        antenna_opened_on=work.antenna.opening_of("permanence"),
        rooms=[ConsultingRoom(new_id(), asked.room, asked.label, command.opened_on) for asked in command.rooms],
        hours=command.hours,
        finess=command.finess,
        phone=command.phone,
        address=command.address,
    )
    work.save(site, opened)
    return OpenSiteOutcome(site.site_id, site.warnings, {room.code: room.room_id for room in site.rooms})


def describe_site(command: DescribeSite, work: UnitOfWork) -> DescribeSiteOutcome:
    site = lock_site(work, command.site)
    site.describe(label=command.label, finess=command.finess, phone=command.phone, address=command.address)
    work.save(site)
    return DescribeSiteOutcome(site.site_id, site.warnings)


def set_hours(command: SetHours, work: UnitOfWork) -> SiteReference:
    site = lock_site(work, command.site)
    site.set_hours(command.starts_on, command.hours)
    work.save(site)
    return SiteReference(site.site_id)


def open_consulting_room(command: OpenConsultingRoom, work: UnitOfWork) -> RoomReference:
    site = lock_site(work, command.site)
    room = ConsultingRoom(new_id(), command.room, command.label, command.opened_on)
    site.open_room(room)
    work.save(site)
    return RoomReference(room.room_id)


def close_consulting_room(command: CloseConsultingRoom, work: UnitOfWork) -> RoomReference:
    site = lock_site_and_rooms(work, command.site)
    room_id = site.room_named(command.room).room_id
    site.close_room(command.room, command.closed_on, planned_until=planned_until(work.session, [room_id]))
    work.save(site)
    return RoomReference(room_id)


def decide_closure(command: DecideClosure, work: UnitOfWork) -> DecideClosureOutcome:
    """Also cancels the sessions of these days; their patients wait, and the outcome says whom to call."""
    site = lock_site_and_rooms(work, command.site)
    closure_id = new_id()
    site.decide_closure(closure_id, command.first_on, command.end_on, command.reason)
    work.save(site)
    planned = planned_sessions_at(work.session, site.code, command.first_on, command.end_on)
    withdrawn = withdraw(work, planned, SessionCancelReason.CLOSURE)
    return DecideClosureOutcome(site.site_id, closure_id, withdrawn.sessions, withdrawn.patients)


def cancel_closure(command: CancelClosure, work: UnitOfWork) -> SiteReference:
    site = lock_site(work, command.site)
    site.cancel_closure(command.closure_id)
    work.save(site)
    return SiteReference(site.site_id)


def sign_document(command: SignDocument, work: UnitOfWork) -> SiteReference:
    site = lock_site(work, command.site)
    document = checked_document(
        command.document_kind, command.version, command.signed_on, command.signed_by, today=work.today
    )
    site.sign_document(document)
    work.save(site)
    return SiteReference(site.site_id)


def close_site(command: CloseSite, work: UnitOfWork) -> SiteReference:
    site = lock_site_and_rooms(work, command.site)
    last = planned_until(work.session, [room.room_id for room in site.rooms])
    work.save(site, site.close(command.closed_on, planned_until=last))
    return SiteReference(site.site_id)


HANDLERS: Mapping[type, Handler] = {
    OpenSite: open_site,
    DescribeSite: describe_site,
    SetHours: set_hours,
    OpenConsultingRoom: open_consulting_room,
    CloseConsultingRoom: close_consulting_room,
    DecideClosure: decide_closure,
    CancelClosure: cancel_closure,
    SignDocument: sign_document,
    CloseSite: close_site,
}
