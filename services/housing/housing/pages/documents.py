"""The papers of a stay, as files: each download reads who the occupant is, and leaves its row in the audit."""

from dataclasses import replace
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.pages import Document
from chassis.http.routes import audited, reading, today
from housing.domain.money.account import Account
from housing.http.api import AGENTS
from housing.pages import paper_content as content
from housing.pages.site import pages
from housing.pages.stay import proofs_asked
from housing.pages.words import in_french
from housing.papers import (
    departure_form,
    house_rules,
    inventory,
    key_receipt,
    lodging_attestation,
    occupancy_agreement,
    statement,
    welcome_pack,
)
from housing.papers.content import Moment
from housing.papers.statement import Entry
from housing.queries.occupants import identity_of
from housing.queries.papers import PaperFacts, paper_facts
from kernel import french

PDF = "application/pdf"


def facts_of(stay_id: UUID, action: str) -> PaperFacts:
    with reading() as session:
        facts = paper_facts(session, stay_id)
    if facts is None or facts.stay.room_id is None:
        raise NotFound
    if (occupant_id := facts.stay.occupant_id) is None:
        return facts
    with audited(action) as read:
        return replace(facts, identity=identity_of(read, occupant_id))


def document(title: str, facts: PaperFacts, content: bytes) -> Document:
    """Named by the paper and the first day: a name in a folder of downloads tells nobody who it is about."""
    return Document(f"{title} {facts.stay.first:%Y-%m-%d}.pdf", PDF, content)


def account_of(facts: PaperFacts) -> Account:
    if facts.account is None:
        raise NotFound
    return facts.account


@pages.document("/board/stays/<uuid:stay_id>/agreement.pdf", roles=AGENTS)
def agreement(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.agreement")
    paper = occupancy_agreement.OccupancyAgreement(
        content.issuer_of(facts.house, facts.logo),
        facts.file.agreement_signed_on or today(),
        content.dwelling_of(facts),
        content.person_of(facts),
        content.nights_of(facts),
        content.terms_of(facts),
        facts.stay.quote_cents,
        content.collection_of(facts.house),
        proofs_asked(facts.stay.occupant_kind, facts.stay.first),
    )
    return document("Convention d’occupation", facts, occupancy_agreement.pdf(paper))


@pages.document("/board/stays/<uuid:stay_id>/rules.pdf", roles=AGENTS)
def rules(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.rules")
    paper = house_rules.HouseRules(
        content.issuer_of(facts.house, facts.logo),
        facts.file.rules_accepted_on or today(),
        facts.house.label,
        content.address_of(facts.house),
        emergency=content.emergency_of(facts.house),
        occupant=content.person_of(facts),
    )
    return document("Règlement de la maison", facts, house_rules.pdf(paper))


@pages.document("/board/stays/<uuid:stay_id>/inventory-in.pdf", roles=AGENTS)
def inventory_in(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.inventory_in")
    return document(
        "État des lieux d’entrée", facts, inventory.pdf(content.inventory_of(facts, Moment.ARRIVAL, today()))
    )


@pages.document("/board/stays/<uuid:stay_id>/inventory-out.pdf", roles=AGENTS)
def inventory_out(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.inventory_out")
    return document(
        "État des lieux de sortie", facts, inventory.pdf(content.inventory_of(facts, Moment.DEPARTURE, today()))
    )


@pages.document("/board/stays/<uuid:stay_id>/keys-given.pdf", roles=AGENTS)
def keys_given(stay_id: UUID) -> Document:
    return _keys(facts_of(stay_id, "paper.keys_given"), Moment.ARRIVAL)


@pages.document("/board/stays/<uuid:stay_id>/keys-returned.pdf", roles=AGENTS)
def keys_returned(stay_id: UUID) -> Document:
    return _keys(facts_of(stay_id, "paper.keys_returned"), Moment.DEPARTURE)


@pages.document("/board/stays/<uuid:stay_id>/statement.pdf", roles=AGENTS)
def statement_of_account(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.statement")
    account = account_of(facts)
    entries = [
        Entry(due.issued_on, f"Avis {due.number}, {french.month(due.month)}", due.amount_cents) for due in account.dues
    ]
    for payment in account.payments:
        what = "Remboursement" if payment.amount_cents < 0 else "Paiement"
        reference = f" {payment.reference}" if payment.reference else ""
        entries.append(Entry(payment.paid_on, f"{what}, {in_french(payment.method)}{reference}", -payment.amount_cents))
    paper = statement.Statement(
        content.issuer_of(facts.house, facts.logo),
        today(),
        content.dwelling_of(facts),
        content.person_of(facts),
        content.nights_of(facts),
        tuple(sorted(entries, key=lambda entry: entry.on)),
    )
    return document("Relevé de compte", facts, statement.pdf(paper))


@pages.document("/board/stays/<uuid:stay_id>/attestation.pdf", roles=AGENTS)
def attestation(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.attestation")
    if facts.stay.arrived_on is None:
        raise NotFound
    paper = lodging_attestation.LodgingAttestation(
        content.issuer_of(facts.house, facts.logo),
        today(),
        content.dwelling_of(facts),
        content.person_of(facts),
        content.nights_of(facts),
        facts.stay.departed_on is not None,
        content.months_lodged(facts),
        content.terms_of(facts).month_cents,
    )
    return document("Attestation d’hébergement", facts, lodging_attestation.pdf(paper))


@pages.document("/board/stays/<uuid:stay_id>/welcome.pdf", roles=AGENTS)
def welcome(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.welcome")
    items = facts.house.welcome_items
    paper = welcome_pack.WelcomePack(
        content.issuer_of(facts.house, facts.logo),
        today(),
        facts.house.label,
        content.address_of(facts.house),
        tuple(item.label for item in items),
        frozenset(item.label for item in items if item.code in facts.file.welcome_done),
        content.contacts_of(facts.house),
        content.person_of(facts),
    )
    return document("Pack accueil", facts, welcome_pack.pdf(paper))


@pages.document("/board/stays/<uuid:stay_id>/departure.pdf", roles=AGENTS)
def departure_sheet(stay_id: UUID) -> Document:
    facts = facts_of(stay_id, "paper.departure")
    paper = departure_form.DepartureForm(
        content.issuer_of(facts.house, facts.logo),
        today(),
        content.dwelling_of(facts),
        content.person_of(facts),
        facts.stay.departure_on,
        facts.stay.departed_on,
        content.keys_of(facts.file.keys_returned),
        content.METERS,
    )
    return document("Fiche de départ", facts, departure_form.pdf(paper))


def _keys(facts: PaperFacts, moment: Moment) -> Document:
    is_arrival = moment is Moment.ARRIVAL
    paper = key_receipt.KeyReceipt(
        content.issuer_of(facts.house, facts.logo),
        today(),
        moment,
        content.dwelling_of(facts),
        content.person_of(facts),
        content.keys_of(facts.file.keys_given if is_arrival else facts.file.keys_returned),
    )
    return document("Reçu de clés" if is_arrival else "Reçu de clés rendues", facts, key_receipt.pdf(paper))
