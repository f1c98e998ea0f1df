"""The people who are lodged: reading who somebody is, which leaves its row, correcting it, and erasing it."""

from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.routes import audited
from housing.commands.occupants import CorrectOccupant, EraseOccupant, OccupantReference
from housing.domain.occupant.identity import Identity
from housing.http.api import AGENTS, blueprint
from housing.queries.occupants import identity_of

CORRECT_OCCUPANT = blueprint.ask(
    CorrectOccupant,
    "/occupants/<uuid:occupant_id>/correction",
    roles=AGENTS,
    answers=OccupantReference,
    says="Récrit l'identité d'une personne.",
)
ERASE_OCCUPANT = blueprint.ask(
    EraseOccupant,
    "/occupants/<uuid:occupant_id>/erasure",
    roles=AGENTS,
    answers=OccupantReference,
    says="Efface qui était une personne, ses séjours finis et ses comptes soldés.",
)


@blueprint.query("/occupants/<uuid:occupant_id>/identity", answers=Identity, roles=AGENTS)
def read_identity(occupant_id: UUID) -> Identity:
    """Qui est une personne logée ; la lecture est inscrite au journal d'audit."""
    with audited("housing.identity") as reading:
        identity = identity_of(reading, occupant_id)
    if identity is None:
        raise NotFound
    return identity
