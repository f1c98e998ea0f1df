"""Declarations of médecin traitant."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.declarations import FileDeclaration
from permanence.domain.declaration import Declaration
from permanence.store.patients import registered_patient


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


HANDLERS: Mapping[type, Handler] = {FileDeclaration: file_declaration}
