"""A doctor leaves: his sessions are cancelled, his declarations end, his patients return to the queue, all at once."""

from collections.abc import Collection, Mapping
from uuid import UUID

from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.departures import DepartPractitioner, DepartPractitionerOutcome
from permanence.domain.declaration.declaration import Declaration
from permanence.domain.declaration.rules import DepartureInFuture
from permanence.domain.declaration.state import DeclarationState
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.patient import Patient
from permanence.domain.session.session import SessionCancelReason
from permanence.handlers.assessment import reassess
from permanence.handlers.sessions import withdraw
from permanence.handlers.waiting_list import enlist
from permanence.store.appointments import patients_booked_in
from permanence.store.declarations import open_declarations_of, release, with_current_declaration
from permanence.store.patients import kept_reference, kept_references, lock_patients
from permanence.store.practitioners import lock_practitioner
from permanence.store.sessions import lock_sessions, planned_sessions_of


def depart_practitioner(command: DepartPractitioner, work: UnitOfWork) -> DepartPractitionerOutcome:
    if command.left_on > work.today:
        raise DepartureInFuture
    practitioner = lock_practitioner(work, command.practitioner_id)
    work.save(practitioner, practitioner.leave(command.left_on))
    planned = planned_sessions_of(work.session, command.practitioner_id, max(command.left_on, work.today))
    declared = open_declarations_of(work.session, practitioner.rpps) if practitioner.rpps else ()
    _lock_all(work, planned, declared)
    withdrawn = withdraw(work, planned, SessionCancelReason.OTHER)
    ended = _end_declarations(work, declared, practitioner.rpps, command) if practitioner.rpps else (0, 0, 0, 0)
    return DepartPractitionerOutcome(len(withdrawn.sessions), *ended)


def _lock_all(work: UnitOfWork, planned: Collection[UUID], declared: Collection[Declaration]) -> None:
    """Sessions, then every patient at once: those who were to come, those declared, and the files that these are in."""
    lock_sessions(work, planned)
    patient_ids = patients_booked_in(work.session, planned) | {one.patient_id for one in declared}
    lock_patients(work, patient_ids | kept_references(work.session, patient_ids))


def _end_declarations(
    work: UnitOfWork, open_declarations: Collection[Declaration], rpps: str, command: DepartPractitioner
) -> tuple[int, int, int, int]:
    """How many `ended`, were `continued` by other doctors or `abandoned`, and how many patients `returned`."""
    ended, continued, abandoned = [], 0, 0
    found = lock_patients(work, {declaration.patient_id for declaration in open_declarations})
    for declaration in open_declarations:
        work.save(declaration, declaration.lose(rpps, command.left_on, today=work.today))
        match declaration.state:
            case DeclarationState.ENDED:
                ended.append(declaration)
            case DeclarationState.ABANDONED:
                abandoned += 1
            case _:
                continued += 1
    release(work.session, [declaration.declaration_id for declaration in ended])
    returned = _return(work, _standing(work, [found[declaration.patient_id] for declaration in ended]), command)
    return len(ended), continued, abandoned, returned


def _standing(work: UnitOfWork, patients: Collection[Patient]) -> Collection[Patient]:
    """Each person once: under the reference that was kept, when the file was merged into another."""
    kept = {patient.patient_id: patient for patient in patients if patient.merged_into is None}
    merged = [patient.patient_id for patient in patients if patient.merged_into is not None]
    others = {kept_reference(work.session, patient_id) for patient_id in merged} - kept.keys()
    return [*kept.values(), *lock_patients(work, others).values()]


def _return(work: UnitOfWork, patients: Collection[Patient], command: DepartPractitioner) -> int:
    """Whoever has no other médecin traitant, and is still followed, waits again; who waits already keeps the place."""
    declared = with_current_declaration(work.session, {patient.patient_id for patient in patients})
    returned = 0
    # Each is another person: what is asked of one needs nothing that was changed for those before.
    with work.session.no_autoflush:
        for patient in patients:
            if patient.patient_id in declared:
                continue
            back = patient.lose_medecin_traitant(command.left_on, NoMedecinTraitantReason.DOCTOR_LEFT)
            if back is None:
                work.save(patient)
                continue
            reassess(work, patient, "DepartPractitioner")
            work.save(patient, back)
            returned += 1
            enlist(work, patient.patient_id)
    return returned


HANDLERS: Mapping[type, Handler] = {DepartPractitioner: depart_practitioner}
