"""The waiting list: who joins, what they are offered, who leaves."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence import parameters
from permanence.commands.waiting_list import (
    AnswerOffer,
    AnswerOfferOutcome,
    EntryReference,
    JoinWaitingList,
    JoinWaitingListOutcome,
    LeaveWaitingList,
    OfferSlot,
    OfferSlotOutcome,
)
from permanence.domain.appointment.appointment import ORIENTATION_15_SAS
from permanence.domain.appointment.waiting_list import WaitingEntry, WaitingState
from permanence.handlers.appointments import book
from permanence.store.appointments import check_not_waiting, known_entry, waiting_entry_of
from permanence.store.patients import kept_reference, lock_patient
from permanence.store.practitioners import known_practitioner
from permanence.store.sessions import known_session
from permanence.store.slots import check_free


def join_waiting_list(command: JoinWaitingList, work: UnitOfWork) -> JoinWaitingListOutcome:
    if command.practitioner_id is not None:
        known_practitioner(work.session, command.practitioner_id)
    lock_patient(work, command.patient_id)
    check_not_waiting(work.session, command.patient_id)
    entry, joined = WaitingEntry.join(
        new_id(),
        patient_id=command.patient_id,
        practitioner_id=command.practitioner_id,
        notice_days=command.notice_days,
        urgent=command.urgent,
        today=work.today,
    )
    work.save(entry, joined)
    return JoinWaitingListOutcome(entry.entry_id, ORIENTATION_15_SAS if command.urgent else None)


def enlist(work: UnitOfWork, patient_id: UUID, *, urgent: bool = False, since_on: date | None = None) -> UUID:
    """Puts on the list who lost what they had, once; the patient is locked. Who waits already keeps the place."""
    entry = waiting_entry_of(work.session, patient_id)
    if entry is None:
        entry, joined = WaitingEntry.join(
            new_id(),
            patient_id=patient_id,
            practitioner_id=None,
            notice_days=0,
            urgent=urgent,
            today=work.today,
            since_on=since_on,
        )
        work.save(entry, joined)
    elif urgent and not entry.urgent:
        entry.make_urgent()
        work.save(entry)
    return entry.entry_id


def end_wait(work: UnitOfWork, patient_id: UUID) -> None:
    """Nobody calls who is followed no more."""
    entry = waiting_entry_of(work.session, patient_id)
    if entry is not None:
        work.save(entry, entry.leave(WaitingState.WITHDRAWN, today=work.today))


def offer_slot(command: OfferSlot, work: UnitOfWork) -> OfferSlotOutcome:
    entry = known_entry(work.session, command.entry_id)
    session = known_session(work.session, command.session_id)
    session.check_planned()
    slot = session.slot(command.slot)
    check_free(work.session, session.session_id, slot.number)
    entry.offer(
        session.session_id,
        slot.number,
        session.day,
        today=work.today,
        most_offers=parameters.of(work).most_offers,
    )
    work.save(entry)
    return OfferSlotOutcome(entry.entry_id, len(entry.offers))


def answer_offer(command: AnswerOffer, work: UnitOfWork) -> AnswerOfferOutcome:
    """Accepting books the slot; if somebody was faster, nothing is answered and the wait goes on."""
    entry = known_entry(work.session, command.entry_id)
    offer = entry.answer(accepts=command.accepts)
    work.save(entry)
    if not command.accepts:
        return AnswerOfferOutcome(entry.entry_id, None)
    patient_id = kept_reference(work.session, entry.patient_id)
    appointment = book(work, patient_id, offer.session_id, offer.slot, urgent=entry.urgent)
    return AnswerOfferOutcome(entry.entry_id, appointment.appointment_id)


def leave_waiting_list(command: LeaveWaitingList, work: UnitOfWork) -> EntryReference:
    entry = known_entry(work.session, command.entry_id)
    work.save(entry, entry.leave(command.reason.state, today=work.today))
    return EntryReference(entry.entry_id)


HANDLERS: Mapping[type, Handler] = {
    JoinWaitingList: join_waiting_list,
    OfferSlot: offer_slot,
    AnswerOffer: answer_offer,
    LeaveWaitingList: leave_waiting_list,
}
