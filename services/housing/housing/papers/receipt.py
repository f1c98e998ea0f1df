"""Quittance and reçu: what the occupant has paid of one due."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Collection, Dwelling, Issuer, Nights, Person
from housing.papers.sheet import Sheet, Signer
from housing.papers.table import Column
from kernel import french


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """A payment as the occupant knows it."""

    paid_on: date
    method: str  # « chèque »
    amount_cents: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Quittance of a due wholly paid, else reçu of what was paid of it: the sums decide, nobody chooses."""

    issuer: Issuer
    dated_on: date
    number: str
    month: date
    due_number: str
    dwelling: Dwelling
    occupant: Person
    nights: Nights
    due_cents: int
    payments: tuple[PaymentMade, ...]
    collection: Collection

    def __post_init__(self) -> None:
        if self.paid_cents <= 0:
            raise ValueError("a receipt is given of money received")

    @property
    def paid_cents(self) -> int:
        return sum(payment.amount_cents for payment in self.payments)

    @property
    def is_whole(self) -> bool:
        return self.paid_cents >= self.due_cents


def pdf(paper: Receipt) -> bytes:
    sheet = Sheet(
        paper.issuer, title="Quittance" if paper.is_whole else "Reçu", dated_on=paper.dated_on, number=paper.number
    )
    nights = french.nights(paper.nights.count)
    sheet.addressee([paper.occupant.name, paper.dwelling.house, paper.dwelling.room, *paper.dwelling.address])
    sheet.fields(
        [
            ("Mois", french.month(paper.month)),
            ("Nuits", f"{nights}, {french.span(paper.nights.arrival_on, paper.nights.departure_on)}"),
            ("Avis d’échéance", f"n° {paper.due_number}"),
            ("Somme due", french.amount(paper.due_cents)),
        ]
    )
    sheet.table(
        [Column("Payé le", 24), Column("Moyen", 26), Column("Référence", 26), Column("Somme", 24, right=True)],
        [
            [french.short_day(made.paid_on), made.method, made.reference or "–", french.amount(made.amount_cents)]
            for made in paper.payments
        ],
        total=["Total payé", "", "", french.amount(paper.paid_cents)],
    )
    month = french.of_month(paper.month)
    if paper.is_whole:
        sheet.sum("Payé en entier, toutes charges comprises", french.amount(paper.paid_cents))
        sheet.paragraph(
            f"Le gestionnaire, {paper.issuer.town}, {paper.issuer.service}, reconnaît que {paper.occupant.name} a "
            f"payé en entier la somme due pour le mois {month} et lui en donne quittance."
        )
    else:
        sheet.sum("Reste à payer", french.amount(paper.due_cents - paper.paid_cents))
        sheet.paragraph(
            f"Le gestionnaire, {paper.issuer.town}, {paper.issuer.service}, reconnaît avoir reçu de "
            f"{paper.occupant.name} {french.amount(paper.paid_cents)} sur la somme due pour le mois {month}. Ce reçu "
            "n’est pas une quittance : elle sera donnée quand tout sera payé."
        )
    if paper.collection is Collection.TITRE:
        sheet.paragraph("Paiements tels que le comptable public les a fait connaître.")
        sheet.signatures(paper.dated_on, [Signer("Pour le gestionnaire", paper.issuer.signatory)])
    else:
        sheet.signatures(paper.dated_on, [Signer("Le régisseur", mention="Nom, signature et cachet de la régie")])
    return sheet.pdf()
