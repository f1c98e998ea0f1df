"""One function per command: load, call the aggregate, save; the table at the foot is the whole behaviour."""

import json
from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands import FileDeclaration, HoldConsultation, RegisterPatient
from permanence.communes import find_commune
from permanence.domain import rules
from permanence.domain.consultation import Consultation
from permanence.domain.declaration import Declaration
from permanence.domain.patient import Patient
from permanence.store import registered_patient

IDENTITY = "permanence.identity"


def register_patient(command: RegisterPatient, work: UnitOfWork) -> Mapping[str, str]:
    commune = find_commune(command.commune)
    if commune is None:
        raise rules.CommuneUnknown
    identity = json.dumps({"birth_on": command.birth_on.isoformat()})
    patient, registered = Patient.register(
        new_id(),
        registered_on=command.registered_on,
        birth_on=command.birth_on,
        commune=commune,
        ald=command.ald,
        reason=command.no_medecin_traitant_reason,
        sealed_identity=work.keyring.seal(IDENTITY, identity.encode()),
        opened_on=work.antenna.opening_of("permanence"),
        today=work.today,
    )
    work.save(patient, registered)
    return {"patient_id": str(patient.patient_id)}


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


def file_declaration(command: FileDeclaration, work: UnitOfWork) -> Mapping[str, str]:
    patient = registered_patient(work.session, command.patient_id)
    declaration, filed = Declaration.file(
        new_id(),
        patient,
        filed_on=command.filed_on,
        rpps=command.practitioner_rpps,
        kind=command.practitioner_kind,
        channel=command.channel,
        today=work.today,
    )
    work.save(declaration, filed)
    return {"declaration_id": str(declaration.declaration_id)}


HANDLERS: Mapping[type, Handler] = {
    RegisterPatient: register_patient,
    HoldConsultation: hold_consultation,
    FileDeclaration: file_declaration,
}
