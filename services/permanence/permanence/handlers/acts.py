"""Acts: what was done for a patient, whatever was unusual about it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.acts import HoldConsultation, HoldConsultationOutcome
from permanence.domain.act.act import Act, Circumstances
from permanence.domain.appointment.appointment import Appointment
from permanence.domain.patient.patient import Patient
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.practitioner_kinds import practitioner_kinds
from permanence.store.appointments import known_appointment
from permanence.store.patients import kept_reference, registered_patient
from permanence.store.practitioners import practitioner_by_rpps, supervisors_on
from permanence.store.sessions import known_session, site_of_day
from permanence.store.sites import known_site


def hold_consultation(command: HoldConsultation, work: UnitOfWork) -> HoldConsultationOutcome:
    patient = registered_patient(work.session, command.patient_id)
    return hold(command, patient, practitioner_by_rpps(work.session, command.practitioner_rpps), work)


def hold(
    command: HoldConsultation, patient: Patient, practitioner: Practitioner, work: UnitOfWork
) -> HoldConsultationOutcome:
    """A site that nobody named is that of the session."""
    if command.site is not None:
        known_site(work.session, command.site)
    appointment = _appointment(work, command.appointment_id, patient, command.held_on)
    held_in = _site_of_session(work, practitioner, appointment, command.held_on)
    act, held = Act.hold(
        new_id(),
        patient.patient_id,
        held_on=command.held_on,
        act_kind=command.act_kind,
        rpps=practitioner.rpps or command.practitioner_rpps,
        found=_circumstances(work, patient, practitioner, held_in, command.held_on),
        site=command.site or held_in,
        appointment_id=command.appointment_id,
    )
    work.save(act, held)
    if appointment is not None:
        work.save(appointment, appointment.honour(today=work.today, act_id=act.act_id))
    return HoldConsultationOutcome(act.act_id, act.warnings or ())


def _appointment(work: UnitOfWork, appointment_id: UUID | None, patient: Patient, day: date) -> Appointment | None:
    if appointment_id is None:
        return None
    appointment = known_appointment(work.session, appointment_id)
    is_of_patient = kept_reference(work.session, appointment.patient_id) == patient.patient_id
    appointment.check_held(day, is_of_patient=is_of_patient)
    return appointment


def _site_of_session(
    work: UnitOfWork, practitioner: Practitioner, appointment: Appointment | None, day: date
) -> str | None:
    """Of the appointment's, when its practitioner is who held the act; else of any of the practitioner's day."""
    if appointment is not None:
        session = known_session(work.session, appointment.session_id)
        if session.practitioner_id == practitioner.practitioner_id:
            return session.site
    return site_of_day(work.session, practitioner.practitioner_id, day)


def _circumstances(
    work: UnitOfWork, patient: Patient, practitioner: Practitioner, held_in: str | None, day: date
) -> Circumstances:
    rights = practitioner.rights_on(practitioner_kinds(), day)
    return Circumstances(
        rights=rights,
        supervised=bool(supervisors_on(work.session, practitioner, day)) if rights.needs_supervision else None,
        in_session=held_in is not None,
        registered_on=patient.registered_on,
        opened_on=work.antenna.opening_of("permanence"),
        today=work.today,
    )


HANDLERS: Mapping[type, Handler] = {HoldConsultation: hold_consultation}
