"""The file of a stay: proofs, papers, inventories, keys, welcome."""

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
from housing.commands.words import StayReference
from housing.http.api import AGENTS, blueprint

SEE_PROOF = blueprint.ask(
    SeeProof,
    "/stays/<uuid:stay_id>/proofs",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit qu'un justificatif a été vu ; sa copie n'est pas gardée.",
)
SIGN_AGREEMENT = blueprint.ask(
    SignAgreement,
    "/stays/<uuid:stay_id>/agreement",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit la signature de la convention d'occupation.",
)
ACCEPT_RULES = blueprint.ask(
    AcceptRules,
    "/stays/<uuid:stay_id>/rules",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit l'acceptation du règlement.",
)
TAKE_INVENTORY_IN = blueprint.ask(
    TakeInventoryIn,
    "/stays/<uuid:stay_id>/inventory-in",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit l'état des lieux d'entrée.",
)
TAKE_INVENTORY_OUT = blueprint.ask(
    TakeInventoryOut,
    "/stays/<uuid:stay_id>/inventory-out",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit l'état des lieux de sortie.",
)
GIVE_KEYS = blueprint.ask(
    GiveKeys,
    "/stays/<uuid:stay_id>/keys-given",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit des clés remises.",
)
RETURN_KEYS = blueprint.ask(
    ReturnKeys,
    "/stays/<uuid:stay_id>/keys-returned",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit des clés rendues.",
)
WELCOME_OCCUPANT = blueprint.ask(
    WelcomeOccupant,
    "/stays/<uuid:stay_id>/welcome",
    roles=AGENTS,
    answers=StayReference,
    says="Inscrit un élément du pack accueil remis ou montré.",
)
