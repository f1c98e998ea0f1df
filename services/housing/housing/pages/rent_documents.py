"""Avis d’échéance and quittances of a stay, as files; the accountant reads them too."""

from collections.abc import Iterator
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.pages import Document
from chassis.http.routes import today
from housing.domain.house.house import CollectionMode
from housing.domain.money.account import Account
from housing.domain.money.lines import Imputation, oldest_first
from housing.http.api import MONEY
from housing.pages import paper_content as content
from housing.pages.documents import account_of, document, facts_of
from housing.pages.site import pages
from housing.pages.words import in_french
from housing.papers import due_notice, receipt
from housing.papers.due_notice import Line
from housing.papers.receipt import PaymentMade
from housing.queries.papers import PaperFacts
from kernel import french


@pages.document("/board/stays/<uuid:stay_id>/dues/<number>.pdf", roles=MONEY)
def due_notice_of(stay_id: UUID, number: str) -> Document:
    facts = facts_of(stay_id, "paper.due_notice")
    due = _line(account_of(facts), number).due
    paper = due_notice.DueNotice(
        content.issuer_of(facts.house, facts.logo),
        due.issued_on,
        due.number,
        due.month,
        content.dwelling_of(facts),
        content.person_of(facts),
        content.nights_in(facts, due.month),
        tuple(_calculation(facts, number)),
        content.collection_of(facts.house),
        None if facts.house.collection is CollectionMode.TITRE else content.pay_by(due.issued_on),
    )
    return document(f"Avis d’échéance {number}", facts, due_notice.pdf(paper))


@pages.document("/board/stays/<uuid:stay_id>/receipts/<number>.pdf", roles=MONEY)
def receipt_of(stay_id: UUID, number: str) -> Document:
    """A quittance of a due wholly paid, else a reçu: the sums decide."""
    facts = facts_of(stay_id, "paper.receipt")
    account = account_of(facts)
    line = _line(account, number)
    if line.paid_cents <= 0:
        raise NotFound
    paper = receipt.Receipt(
        content.issuer_of(facts.house, facts.logo),
        today(),
        f"Q-{number}",
        line.due.month,
        number,
        content.dwelling_of(facts),
        content.person_of(facts),
        content.nights_in(facts, line.due.month),
        line.owed_cents,
        tuple(_payments(account, line)),
        content.collection_of(facts.house),
    )
    return document(f"{'Reçu' if line.left_cents else 'Quittance'} {number}", facts, receipt.pdf(paper))


def _line(account: Account, number: str) -> Imputation:
    for line in account.imputations():
        if line.due.number == number:
            return line
    raise NotFound


def _calculation(facts: PaperFacts, number: str) -> Iterator[Line]:
    """How the sum was come to: what the month comes to now, less what had been asked for it before."""
    dues = oldest_first(account_of(facts).dues)
    rank = next(rank for rank, due in enumerate(dues) if due.number == number)
    due = dues[rank]
    before = sum(other.amount_cents for other in dues[:rank] if other.month == due.month)
    nights = content.nights_in(facts, due.month)
    yield Line(
        f"{french.month(due.month).capitalize()} : {french.nights(nights.count)}, toutes charges comprises",
        due.amount_cents + before,
    )
    if before:
        yield Line("Déjà demandé pour ce mois", -before)


def _payments(account: Account, line: Imputation) -> Iterator[PaymentMade]:
    """The parts of payments that went to this due, the oldest dues being paid first."""
    skipped = sum(other.paid_cents for other in _before(account, line))
    left = line.paid_cents
    for payment in account.payments:
        usable = max(payment.amount_cents - skipped, 0)
        skipped = max(skipped - payment.amount_cents, 0)
        if part := min(usable, left):
            left -= part
            yield PaymentMade(payment.paid_on, in_french(payment.method), part, payment.reference or "")


def _before(account: Account, line: Imputation) -> Iterator[Imputation]:
    for other in account.imputations():
        if other.due is line.due:
            return
        yield other
