"""Consultations."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.acts import HoldConsultation
from permanence.domain.consultation import Consultation
from permanence.store.patients import registered_patient


def hold_consultation(command: HoldConsultation, work: UnitOfWork) -> Mapping[str, str]:
    patient = registered_patient(work.session, command.patient_id)
    consultation, held = Consultation.hold(
        new_id(),
        patient,
        held_on=command.held_on,
        rpps=command.practitioner_rpps,
        kind=command.practitioner_kind,
        today=work.today,
    )
    work.save(consultation, held)
    return {"consultation_id": str(consultation.consultation_id)}


HANDLERS: Mapping[type, Handler] = {HoldConsultation: hold_consultation}
