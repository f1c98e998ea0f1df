"""The file of a stay: proofs, papers, inventories, keys, welcome."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Body
from chassis.http.fields import choice, choices, civil_day, part, text, whole
from chassis.http.routes import run
from housing.commands.files import (
    AcceptRules,
    GiveKeys,
    ReturnKeys,
    SeeProof,
    SignAgreement,
    TakeInventoryIn,
    TakeInventoryOut,
    WelcomeOccupant,
)
from housing.domain.stay.file import Condition, InventoryLine
from housing.http.api import AGENTS, blueprint
from housing.http.words import LONGEST_CODE, LONGEST_NAME, StayReference


class SeeProofBody(Body):
    proof = text("Le justificatif, dans les mots de la liste de ce public.", longest=300)


class SignedBody(Body):
    signed_on = civil_day("Jour de la signature")


class InventoryLineBody(Body):
    item = text("La chose.", longest=LONGEST_NAME)
    condition = choice(Condition, "Son état.")
    note = text("Précision.", required=False, longest=300)


class InventoryBody(SignedBody):
    lines = choices(part(InventoryLineBody, "Une chose."), "Ce qui était là.")


class GiveKeysBody(Body):
    keys_given = whole("Combien.")


class ReturnKeysBody(Body):
    keys_returned = whole("Combien.")


class WelcomeOccupantBody(Body):
    item = text("Code de l'élément du pack accueil.", longest=LONGEST_CODE)


@blueprint.command("/stays/<uuid:stay_id>/proofs", asks=SeeProofBody, answers=StayReference, roles=AGENTS)
def see_proof(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit qu'un justificatif a été vu ; sa copie n'est pas gardée."""
    return run(SeeProof(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/agreement", asks=SignedBody, answers=StayReference, roles=AGENTS)
def sign_agreement(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit la signature de la convention d'occupation."""
    return run(SignAgreement(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/rules", asks=SignedBody, answers=StayReference, roles=AGENTS)
def accept_rules(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit l'acceptation du règlement."""
    return run(AcceptRules(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/inventory-in", asks=InventoryBody, answers=StayReference, roles=AGENTS)
def take_inventory_in(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit l'état des lieux d'entrée."""
    return run(TakeInventoryIn(stay_id, asked["signed_on"], _lines(asked)))


@blueprint.command("/stays/<uuid:stay_id>/inventory-out", asks=InventoryBody, answers=StayReference, roles=AGENTS)
def take_inventory_out(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit l'état des lieux de sortie."""
    return run(TakeInventoryOut(stay_id, asked["signed_on"], _lines(asked)))


@blueprint.command("/stays/<uuid:stay_id>/keys-given", asks=GiveKeysBody, answers=StayReference, roles=AGENTS)
def give_keys(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit des clés remises."""
    return run(GiveKeys(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/keys-returned", asks=ReturnKeysBody, answers=StayReference, roles=AGENTS)
def return_keys(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit des clés rendues."""
    return run(ReturnKeys(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/welcome", asks=WelcomeOccupantBody, answers=StayReference, roles=AGENTS)
def welcome_occupant(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit un élément du pack accueil remis ou montré."""
    return run(WelcomeOccupant(stay_id, **asked))


def _lines(asked: dict[str, Any]) -> tuple[InventoryLine, ...]:
    return tuple(InventoryLine(**line) for line in asked["lines"])
