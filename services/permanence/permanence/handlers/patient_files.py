"""What becomes of a patient's file: exit and return, two files made one and apart again, the answer to an erasure."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.rule import blaming
from permanence import parameters
from permanence.commands.patient_files import (
    AnswerErasure,
    AnswerErasureOutcome,
    ExitPatient,
    MergePatients,
    MergePatientsOutcome,
    PatientReference,
    ReturnPatient,
    UnmergePatients,
    UnmergePatientsOutcome,
)
from permanence.commands.patients import VerdictOutcome
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason
from permanence.domain.declaration.state import EndReason
from permanence.domain.patient import rules
from permanence.domain.patient.follow_up import GROUND, ErasureAnswer, ExitReason, FollowUp
from permanence.handlers.assessment import reassess, verdict_of
from permanence.handlers.waiting_list import end_wait
from permanence.queries.patients import last_care_on
from permanence.store.appointments import booked_of_patient, waiting_entry_of
from permanence.store.declarations import current_declarations_of, with_current_declaration
from permanence.store.declarations import release as release_current
from permanence.store.identities import destroy_key
from permanence.store.patients import all_references, lock_patient, lock_patients, merged_into, standing
from permanence.store.slots import release as release_slot


def exit_patient(command: ExitPatient, work: UnitOfWork) -> PatientReference:
    patient = lock_patient(work, command.patient_id)
    work.save(patient, patient.exit(command.exited_on, command.reason, today=work.today))
    end_wait(work, patient.patient_id)
    if command.reason is ExitReason.DECEASED:
        _close(work, patient.patient_id, command.exited_on)
    return PatientReference(patient.patient_id)


def _close(work: UnitOfWork, patient_id: UUID, died_on: date) -> None:
    """Nobody waits for somebody who died: the declaration ends, what was to come is cancelled and its places free."""
    ended = current_declarations_of(work.session, patient_id)
    for declaration in ended:
        # A death may be learnt of after a filing.
        ended_on = max(died_on, declaration.filed_on or died_on)
        work.save(declaration, declaration.end(ended_on, EndReason.DECEASED, today=work.today))
    release_current(work.session, [declaration.declaration_id for declaration in ended])
    for appointment in booked_of_patient(work.session, patient_id, died_on):
        cancelled = appointment.cancel(AppointmentCancelledBy.PATIENT, AppointmentCancelReason.PERSONAL)
        work.save(appointment, cancelled)
        release_slot(work.session, appointment.appointment_id)


def return_patient(command: ReturnPatient, work: UnitOfWork) -> VerdictOutcome:
    patient = lock_patient(work, command.patient_id)
    returned = patient.come_back(command.returned_on, today=work.today)
    reassess(work, patient, "ReturnPatient")
    work.save(patient, returned)
    return verdict_of(patient)


def merge_patients(command: MergePatients, work: UnitOfWork) -> MergePatientsOutcome:
    found = lock_patients(work, {command.kept_id, command.merged_id})
    with blaming("kept_id"):
        kept = standing(work.session, found.get(command.kept_id))
    with blaming("merged_id"):
        merged = standing(work.session, found.get(command.merged_id))
    of_both = [all_references(work.session, patient_id) for patient_id in found]
    both_declared = all(with_current_declaration(work.session, references) for references in of_both)
    if waiting_entry_of(work.session, kept.patient_id):
        end_wait(work, merged.patient_id)  # one person waits once
    united = kept.absorb(merged, both_declared=both_declared)
    work.save(merged)
    work.save(kept, united)
    return MergePatientsOutcome(kept.patient_id, merged.patient_id)


def unmerge_patients(command: UnmergePatients, work: UnitOfWork) -> UnmergePatientsOutcome:
    kept_id = merged_into(work.session, command.merged_id)
    found = lock_patients(work, {command.merged_id} if kept_id is None else {command.merged_id, kept_id})
    merged = found.get(command.merged_id)
    if merged is None:
        raise rules.PatientUnknown(field="merged_id")
    if kept_id is None or merged.merged_into != kept_id:
        raise rules.NotMerged
    kept = found[kept_id]
    parted = kept.separate(merged)
    work.save(merged)
    work.save(kept, parted)
    return UnmergePatientsOutcome(kept.patient_id, merged.patient_id)


def answer_erasure(command: AnswerErasure, work: UnitOfWork) -> AnswerErasureOutcome:
    """One answer for the person: what was done under a file that was merged counts, and that file goes with it."""
    found = lock_patients(work, all_references(work.session, command.patient_id))
    patient = standing(work.session, found.get(command.patient_id))
    # Asked again: what was merged into it before it was locked goes with it too.
    merged = lock_patients(work, all_references(work.session, patient.patient_id) - {patient.patient_id})
    cared_on = last_care_on(work.session, [patient.patient_id, *merged])
    years = parameters.of(work).record_retention_years
    answered = patient.answer_erasure(cared_on, years, work.today)
    if answered.answer is ErasureAnswer.RETAINED:
        work.save(patient, answered)
        until_on = answered.retained_until_on
        told = until_on.isoformat() if until_on else None
        return AnswerErasureOutcome(patient.patient_id, answered.answer, told, GROUND)
    for other in merged.values():
        work.save(other, other.answer_erasure(cared_on, years, work.today))
        destroy_key(work.session, other.patient_id)
    end_wait(work, patient.patient_id)
    is_followed = patient.follow_up is FollowUp.FOLLOWED
    left = patient.exit(work.today, ExitReason.OWN_REQUEST, today=work.today) if is_followed else None
    work.save(patient, answered, left)
    destroy_key(work.session, patient.patient_id)
    return AnswerErasureOutcome(patient.patient_id, answered.answer, None, None)


HANDLERS: Mapping[type, Handler] = {
    ExitPatient: exit_patient,
    ReturnPatient: return_patient,
    MergePatients: merge_patients,
    UnmergePatients: unmerge_patients,
    AnswerErasure: answer_erasure,
}
