"""What an agent writes in the file of a stay, and on its account."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import run
from housing.commands.files import TakeInventoryIn, TakeInventoryOut
from housing.http.api import AGENTS
from housing.http.files import ACCEPT_RULES, GIVE_KEYS, RETURN_KEYS, SEE_PROOF, SIGN_AGREEMENT, WELCOME_OCCUPANT
from housing.http.money import RECORD_PAYMENT, RECORD_REFUND
from housing.pages import bodies
from housing.pages.inventory_items import inventory_of
from housing.pages.site import pages
from housing.pages.stay import stay

Asked = dict[str, Any]
_FILE = pages.to(stay, part="dossier")
_ACCOUNT = pages.to(stay, part="compte")

# Told apart by its place in the list, so that each button is a form of its own.
pages.form_of(SEE_PROOF, "/board/stays/<uuid:stay_id>/proofs/<int:place>", shown_on=stay, then=_FILE)
pages.form_of(SIGN_AGREEMENT, "/board/stays/<uuid:stay_id>/agreement", shown_on=stay, then=_FILE)
pages.form_of(ACCEPT_RULES, "/board/stays/<uuid:stay_id>/rules", shown_on=stay, then=_FILE)
pages.form_of(GIVE_KEYS, "/board/stays/<uuid:stay_id>/keys-given", shown_on=stay, then=_FILE)
pages.form_of(RETURN_KEYS, "/board/stays/<uuid:stay_id>/keys-returned", shown_on=stay, then=_FILE)
pages.form_of(WELCOME_OCCUPANT, "/board/stays/<uuid:stay_id>/welcome/<item>", shown_on=stay, then=_FILE)
# An agent's, on this page; the accountant, who may not open it, does the same on that of the month's rents.
pages.form_of(RECORD_PAYMENT, "/board/stays/<uuid:stay_id>/payments", shown_on=stay, then=_ACCOUNT, roles=AGENTS)
pages.form_of(RECORD_REFUND, "/board/stays/<uuid:stay_id>/refunds", shown_on=stay, then=_ACCOUNT, roles=AGENTS)


@pages.form("/board/stays/<uuid:stay_id>/inventory-in", asks=bodies.InventoryForm, shown_on=stay, roles=AGENTS)
def take_inventory_in(asked: Asked, stay_id: UUID) -> str:
    run(TakeInventoryIn(stay_id, inventory_of(asked)))
    return address("stay", stay_id=stay_id, _anchor="dossier")


@pages.form("/board/stays/<uuid:stay_id>/inventory-out", asks=bodies.InventoryForm, shown_on=stay, roles=AGENTS)
def take_inventory_out(asked: Asked, stay_id: UUID) -> str:
    run(TakeInventoryOut(stay_id, inventory_of(asked)))
    return address("stay", stay_id=stay_id, _anchor="dossier")
