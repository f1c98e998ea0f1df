"""Avis d’échéance: what is due for one month, how it was computed, and how it is paid. It is not an invoice."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Collection, Dwelling, Issuer, Nights, Person
from housing.papers.sheet import Sheet
from housing.papers.table import Column
from kernel import french


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a calculation: « 3 nuits à 15 € », 4500."""

    label: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class DueNotice:
    """Avis d’échéance of one month; a negative sum is in the occupant’s favour. The lines add up to the sum."""

    issuer: Issuer
    dated_on: date
    number: str
    month: date
    dwelling: Dwelling
    occupant: Person
    nights: Nights  # those of the month
    lines: tuple[Line, ...]
    collection: Collection
    pay_by: date | None = None
    payment_means: str | None = None

    @property
    def amount_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


def pdf(paper: DueNotice) -> bytes:
    sheet = Sheet(paper.issuer, title="Avis d’échéance", dated_on=paper.dated_on, number=paper.number)
    sheet.addressee([paper.occupant.name, paper.dwelling.house, paper.dwelling.room, *paper.dwelling.address])
    sheet.fields(
        [
            ("Mois", french.month(paper.month)),
            ("Nuits", _nights(paper.nights)),
        ]
    )
    amount = french.amount(abs(paper.amount_cents))
    sheet.table(
        [Column("Calcul", 75), Column("Somme", 25, right=True)],
        [[line.label, french.amount(line.amount_cents)] for line in paper.lines],
        total=["Total, toutes charges comprises", french.amount(paper.amount_cents)],
    )
    if paper.amount_cents > 0:
        sheet.sum(f"Somme due pour le mois {french.of_month(paper.month)}", amount)
        _how_to_pay(sheet, paper)
    elif paper.amount_cents < 0:
        sheet.sum("Somme en votre faveur", amount)
        sheet.paragraph("Elle vient en déduction de ce qui reste dû ; s’il ne reste rien, elle vous est remboursée.")
    else:
        sheet.sum("Rien n’est dû pour ce mois", amount)
    sheet.paragraph(
        "Une question sur ce calcul, une difficulté pour payer ? Écrivez ou téléphonez-nous avant l’échéance : "
        f"{', '.join(paper.issuer.contacts) or paper.issuer.service}."
    )
    return sheet.pdf()


def _nights(nights: Nights) -> str:
    return f"{french.nights(nights.count)}, {french.span(nights.arrival_on, nights.departure_on)}"


def _how_to_pay(sheet: Sheet, paper: DueNotice) -> None:
    sheet.section("Comment payer")
    if paper.collection is Collection.TITRE:
        sheet.notice(
            "Un titre de recettes de cette somme vous sera adressé. Vous paierez alors le comptable public, par les "
            "moyens que ce titre indique. Ne payez rien avant de l’avoir reçu.",
            title="Cet avis n’est pas à payer",
        )
        return
    if paper.pay_by is not None:
        sheet.fields([("À payer avant le", french.weekday(paper.pay_by))])
    sheet.paragraph(f"À la régie de recettes, en rappelant le numéro {paper.number}.")
    sheet.decided(paper.payment_means, "Moyens de paiement, lieu et heures de la régie")
