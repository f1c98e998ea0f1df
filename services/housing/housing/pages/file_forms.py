"""What an agent writes in the file of a stay, and on its account."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
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
from housing.commands.money import RecordPayment, RecordRefund
from housing.http.api import AGENTS
from housing.http.files import SeeProofBody, SignedBody
from housing.http.money import RecordPaymentBody
from housing.http.words import Nothing
from housing.pages import bodies
from housing.pages.inventory_items import lines_of
from housing.pages.site import pages
from housing.pages.stay import stay

Asked = dict[str, Any]


def _file(stay_id: UUID) -> str:
    return address("stay", stay_id=stay_id, _anchor="dossier")


def _account(stay_id: UUID) -> str:
    return address("stay", stay_id=stay_id, _anchor="compte")


# Told apart by its place in the list, so that each button is a form of its own.
@pages.form("/board/stays/<uuid:stay_id>/proofs/<int:place>", asks=SeeProofBody, shown_on=stay, roles=AGENTS)
def see_proof(asked: Asked, stay_id: UUID, place: int) -> str:
    run(SeeProof(stay_id, **asked))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/agreement", asks=SignedBody, shown_on=stay, roles=AGENTS)
def sign_agreement(asked: Asked, stay_id: UUID) -> str:
    run(SignAgreement(stay_id, **asked))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/rules", asks=SignedBody, shown_on=stay, roles=AGENTS)
def accept_rules(asked: Asked, stay_id: UUID) -> str:
    run(AcceptRules(stay_id, **asked))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/inventory-in", asks=bodies.InventoryForm, shown_on=stay, roles=AGENTS)
def take_inventory_in(asked: Asked, stay_id: UUID) -> str:
    run(TakeInventoryIn(stay_id, asked["signed_on"], lines_of(asked)))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/inventory-out", asks=bodies.InventoryForm, shown_on=stay, roles=AGENTS)
def take_inventory_out(asked: Asked, stay_id: UUID) -> str:
    run(TakeInventoryOut(stay_id, asked["signed_on"], lines_of(asked)))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/keys-given", asks=bodies.KeysGivenBody, shown_on=stay, roles=AGENTS)
def give_keys(asked: Asked, stay_id: UUID) -> str:
    run(GiveKeys(stay_id, **asked))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/keys-returned", asks=bodies.KeysReturnedBody, shown_on=stay, roles=AGENTS)
def return_keys(asked: Asked, stay_id: UUID) -> str:
    run(ReturnKeys(stay_id, **asked))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/welcome/<item>", asks=Nothing, shown_on=stay, roles=AGENTS)
def welcome_occupant(_asked: Asked, stay_id: UUID, item: str) -> str:
    run(WelcomeOccupant(stay_id, item))
    return _file(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/payments", asks=RecordPaymentBody, shown_on=stay, roles=AGENTS)
def record_payment(asked: Asked, stay_id: UUID) -> str:
    run(RecordPayment(stay_id, **asked))
    return _account(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/refunds", asks=RecordPaymentBody, shown_on=stay, roles=AGENTS)
def record_refund(asked: Asked, stay_id: UUID) -> str:
    run(RecordRefund(stay_id, **asked))
    return _account(stay_id)
