"""Declarations over HTTP."""

from typing import Any

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, civil_day, reference, text
from chassis.http.routes import run
from permanence.commands.declarations import FileDeclaration
from permanence.domain.declaration import Channel
from permanence.domain.practitioner import PractitionerKind
from permanence.http.api import CARERS, blueprint


class FileDeclarationBody(Body):
    patient_id = reference("Le patient.")
    filed_on = civil_day("Jour de la déclaration")
    practitioner_rpps = text("Numéro RPPS du médecin traitant choisi, 11 chiffres.")
    practitioner_kind = choice(PractitionerKind, "Ce qu'est le médecin choisi.")
    channel = choice(Channel, "En ligne avec la carte Vitale, ou formulaire papier S3704.")


class DeclarationReference(Answer):
    declaration_id = reference("La déclaration.")


@blueprint.command("/declarations", asks=FileDeclarationBody, answers=DeclarationReference, roles=CARERS)
def file_declaration(asked: dict[str, Any]) -> Outcome:
    """Dépose le choix d'un médecin traitant."""
    return run(FileDeclaration(**asked))
