"""The people who are lodged: reading who somebody is, which leaves its row, correcting it, and erasing it."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer
from chassis.http.fields import reference, text
from chassis.http.routes import audited, run
from housing.commands.occupants import CorrectOccupant, EraseOccupant
from housing.domain.occupant.identity import Identity
from housing.http.api import AGENTS, blueprint
from housing.http.stays import IdentityBody
from housing.http.words import Nothing
from housing.queries.occupants import identity_of


class OccupantReference(Answer):
    occupant_id = reference("La personne.")


class IdentityAnswer(Answer):
    given_name = text("Prénom.")
    family_name = text("Nom.")
    email = text("Adresse électronique.")
    phone = text("Téléphone.")
    number = text("Numéro RPPS ou d'étudiant.")


@blueprint.query("/occupants/<uuid:occupant_id>/identity", answers=IdentityAnswer, roles=AGENTS)
def read_identity(occupant_id: UUID) -> Identity:
    """Qui est une personne logée ; la lecture est inscrite au journal d'audit."""
    with audited("housing.identity") as reading:
        identity = identity_of(reading, occupant_id)
    if identity is None:
        raise NotFound
    return identity


@blueprint.command(
    "/occupants/<uuid:occupant_id>/correction", asks=IdentityBody, answers=OccupantReference, roles=AGENTS
)
def correct_occupant(asked: dict[str, Any], occupant_id: UUID) -> Outcome:
    """Récrit l'identité d'une personne."""
    return run(CorrectOccupant(occupant_id, **asked))


@blueprint.command("/occupants/<uuid:occupant_id>/erasure", asks=Nothing, answers=OccupantReference, roles=AGENTS)
def erase_occupant(asked: dict[str, Any], occupant_id: UUID) -> Outcome:
    """Efface qui était une personne, ses séjours finis et ses comptes soldés."""
    return run(EraseOccupant(occupant_id, **asked))
