"""Registration."""

import json
from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.patients import RegisterPatient
from permanence.communes import find_commune
from permanence.domain import rules
from permanence.domain.patient import Patient

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


HANDLERS: Mapping[type, Handler] = {RegisterPatient: register_patient}
