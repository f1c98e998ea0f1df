"""What a line of each kind becomes: the commands that a person would have typed, handled as theirs are."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.work import UnitOfWork
from kernel.commune import find_commune
from kernel.flat import composed
from permanence.commands.acts import HoldConsultation
from permanence.commands.appointments import BookAppointment, CancelAppointment, HonourAppointment, RecordMissed
from permanence.commands.costs import RecordPeopleWithoutGP
from permanence.commands.declarations import FileDeclaration
from permanence.commands.patients import RegisterPatient
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason
from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import ImportKind
from permanence.domain.patient import rules
from permanence.domain.patient.patient import Patient
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.handlers.acts import hold
from permanence.handlers.appointments import book_appointment, cancel_appointment, honour_appointment, record_missed
from permanence.handlers.costs import record_people_without_gp
from permanence.handlers.declarations import file_declaration
from permanence.handlers.patients import register_patient
from permanence.imports.fields import REFERS_TO, ImportedState
from permanence.store.imports import INVITATION, keep_invitation
from permanence.store.patients import kept_reference, registered_patient
from permanence.store.practitioners import practitioner_by_rpps
from permanence.store.sessions import session_at

POSSIBLE_DUPLICATE = "POSSIBLE_DUPLICATE"

Values = dict[str, Any]
# The local reference of what was made, and the codes of its warnings.
Taken = tuple[UUID, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line comes from; `references` are local ones, by kind, then by number in the source.

    As long as the patients are held here, handlers find them by their reference without asking the database.
    """

    source: str
    import_id: UUID
    references: Mapping[ImportKind, Mapping[str, UUID]]
    patients: Mapping[UUID, Patient]
    practitioners: dict[str, Practitioner] = field(default_factory=dict)


Taker = Callable[[Values, Origin, UnitOfWork], Taken]
# Returns whether the line had anything to say that was not known.
Advancer = Callable[[UUID, Values, UnitOfWork], bool]


def take_patient(values: Values, _origin: Origin, work: UnitOfWork) -> Taken:
    # Those of a batch are written all at once, unless some must be looked at: who looks alike.
    with work.session.no_autoflush:
        outcome = register_patient(composed(RegisterPatient, _without(values, "external_id")), work)
    alike = (POSSIBLE_DUPLICATE,) if outcome.duplicates else ()
    return outcome.patient_id, (*outcome.warnings, *alike)


def take_appointment(values: Values, origin: Origin, work: UnitOfWork) -> Taken:
    patient_id, starts = _patient(values, origin, work), values["starts"]
    practitioner = _practitioner(values, origin, work)
    session = session_at(work.session, practitioner.practitioner_id, values["day"], starts)
    if session is None:
        raise import_rules.NoSessionThen(field="starts")
    slot = next((slot.number for slot in session.slots if slot.starts <= starts < slot.ends), 0)
    outcome = book_appointment(BookAppointment(patient_id, session.session_id, slot), work)
    assert outcome.appointment_id is not None, "only who asks urgently may be told where to go instead"
    advance_appointment(outcome.appointment_id, values, work)
    return outcome.appointment_id, outcome.warnings


def advance_appointment(appointment_id: UUID, values: Values, work: UnitOfWork) -> bool:
    """Records what became of an appointment; an older file, in which it was still to come, takes nothing back."""
    other = AppointmentCancelReason.OTHER
    match values["state"]:
        case ImportedState.BOOKED:
            return False
        case ImportedState.HONOURED:
            honour_appointment(HonourAppointment(appointment_id), work)
        case ImportedState.MISSED:
            record_missed(RecordMissed(appointment_id), work)
        case ImportedState.CANCELLED_BY_PATIENT:
            cancel_appointment(CancelAppointment(appointment_id, AppointmentCancelledBy.PATIENT, other), work)
        case ImportedState.CANCELLED_BY_STRUCTURE:
            cancel_appointment(CancelAppointment(appointment_id, AppointmentCancelledBy.STRUCTURE, other), work)
    return True


def take_act(values: Values, origin: Origin, work: UnitOfWork) -> Taken:
    said = _without(values, "external_id", "patient", "appointment")
    appointment_id = _named("appointment", values, origin) if "appointment" in values else None
    command = HoldConsultation(_patient(values, origin, work), appointment_id=appointment_id, **said)
    # No act is looked for while others are taken: those of a batch are written all at once, at its end.
    with work.session.no_autoflush:
        patient = registered_patient(work.session, command.patient_id)
        outcome = hold(command, patient, _practitioner(values, origin, work), work)
    return outcome.consultation_id, outcome.warnings


def take_declaration(values: Values, origin: Origin, work: UnitOfWork) -> Taken:
    said = _without(values, "external_id", "patient", "practitioner_rpps")
    # A joint declaration names several doctors: 10002909371/10005173140.
    practitioners = tuple(rpps.strip() for rpps in values["practitioner_rpps"].split("/"))
    command = FileDeclaration(_patient(values, origin, work), practitioners=practitioners, **said)
    return file_declaration(command, work).declaration_id, ()


def take_people_without_gp(values: Values, origin: Origin, work: UnitOfWork) -> Taken:
    return record_people_without_gp(RecordPeopleWithoutGP(source=origin.source, **values), work).count_id, ()


def take_invitation(values: Values, origin: Origin, work: UnitOfWork) -> Taken:
    """Somebody to write to, and nobody yet: only registering makes a patient."""
    if values["birth_on"] > work.today:
        raise rules.BirthInFuture
    if find_commune(values["commune"]) is None:
        raise rules.CommuneUnknown
    invitation_id = new_id()
    identity = work.keyring.seal(INVITATION, json.dumps(values, default=date.isoformat).encode())
    keep_invitation(work.session, invitation_id, origin.import_id, work.now, identity)
    return invitation_id, ()


TAKERS: Mapping[ImportKind, Taker] = {
    ImportKind.PATIENTS: take_patient,
    ImportKind.APPOINTMENTS: take_appointment,
    ImportKind.ACTS: take_act,
    ImportKind.DECLARATIONS: take_declaration,
    ImportKind.PEOPLE_WITHOUT_GP: take_people_without_gp,
    ImportKind.INVITATIONS: take_invitation,
}
ADVANCERS: Mapping[ImportKind, Advancer] = {ImportKind.APPOINTMENTS: advance_appointment}

_NOT_IMPORTED = {"patient": import_rules.PatientNotImported, "appointment": import_rules.AppointmentNotImported}


def _without(values: Values, *names: str) -> Values:
    return {name: value for name, value in values.items() if name not in names}


def _patient(values: Values, origin: Origin, work: UnitOfWork) -> UUID:
    """Other software knows nothing of our merges: what it says of either file is written in the one that is kept."""
    patient_id = _named("patient", values, origin)
    is_merged = origin.patients[patient_id].merged_into is not None
    return kept_reference(work.session, patient_id) if is_merged else patient_id


def _practitioner(values: Values, origin: Origin, work: UnitOfWork) -> Practitioner:
    """Looked for once a batch."""
    number = values["practitioner_rpps"]
    if number not in origin.practitioners:
        origin.practitioners[number] = practitioner_by_rpps(work.session, number)
    return origin.practitioners[number]


def _named(field: str, values: Values, origin: Origin) -> UUID:
    """The local reference of what the line names by its number in the source."""
    local_id = origin.references[REFERS_TO[field]].get(values[field])
    if local_id is None:
        raise _NOT_IMPORTED[field](field=field)
    return local_id
