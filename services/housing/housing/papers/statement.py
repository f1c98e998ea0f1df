"""Relevé de compte: every due and every payment of a stay, and what is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from housing.papers.content import Dwelling, Issuer, Nights, Person
from housing.papers.sheet import Sheet
from housing.papers.table import Column
from kernel import french


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of an account: what is due is positive, what is paid negative, in the order of days."""

    on: date
    label: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Relevé de compte."""

    issuer: Issuer
    dated_on: date
    dwelling: Dwelling
    occupant: Person
    nights: Nights
    entries: tuple[Entry, ...]

    @property
    def balance_cents(self) -> int:
        return sum(entry.amount_cents for entry in self.entries)


def pdf(paper: Statement) -> bytes:
    sheet = Sheet(paper.issuer, title="Relevé de compte", dated_on=paper.dated_on)
    sheet.addressee([paper.occupant.name, paper.dwelling.house, paper.dwelling.room, *paper.dwelling.address])
    sheet.fields(
        [
            ("Séjour", french.span(paper.nights.arrival_on, paper.nights.departure_on)),
            ("Arrêté au", french.day(paper.dated_on)),
        ]
    )
    due = sum(entry.amount_cents for entry in paper.entries if entry.amount_cents > 0)
    sheet.table(
        [
            Column("Date", 15),
            Column("Opération", 40),
            Column("Dû", 15, right=True),
            Column("Payé ou déduit", 16, right=True),
            Column("Solde", 15, right=True),
        ],
        _rows(paper.entries),
        total=[
            "Total",
            "",
            french.amount(due),
            french.amount(due - paper.balance_cents),
            french.amount(paper.balance_cents),
        ],
    )
    if paper.balance_cents > 0:
        sheet.sum("Reste à payer", french.amount(paper.balance_cents))
    elif paper.balance_cents < 0:
        sheet.sum("Somme en votre faveur", french.amount(-paper.balance_cents))
    else:
        sheet.sum("Compte soldé", french.amount(0))
    sheet.paragraph(
        "Ce relevé informe ; il ne remplace ni un avis d’échéance, ni une quittance, ni un titre de recettes."
    )
    return sheet.pdf()


def _rows(entries: tuple[Entry, ...]) -> Iterator[list[str]]:
    balance = 0
    for entry in entries:
        balance += entry.amount_cents
        sides = (
            ["", french.amount(-entry.amount_cents)]
            if entry.amount_cents < 0
            else [french.amount(entry.amount_cents), ""]
        )
        yield [french.short_day(entry.on), entry.label, *sides, french.amount(balance)]
