"""Pack accueil: what a newcomer is given and shown, and whom to call."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Issuer, Person
from housing.papers.sheet import TICKED, UNTICKED, Sheet, Signer
from housing.papers.table import Column


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody useful to a newcomer."""

    role: str
    name: str
    reached_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WelcomePack:
    """Pack accueil: what is handed over or shown, and whom to call; without an occupant, a copy for the house."""

    issuer: Issuer
    dated_on: date
    house: str
    address: tuple[str, ...]
    items: tuple[str, ...]
    done: frozenset[str]  # of the items
    contacts: tuple[Contact, ...]
    occupant: Person | None = None


def pdf(paper: WelcomePack) -> bytes:
    sheet = Sheet(paper.issuer, title="Pack accueil", dated_on=paper.dated_on)
    occupant = [] if paper.occupant is None else [("Bienvenue à", paper.occupant.name)]
    sheet.fields([*occupant, ("Maison", paper.house), ("Adresse", "\n".join(paper.address))])
    sheet.section("À remettre et à montrer")
    sheet.marked((TICKED if item in paper.done else UNTICKED, item) for item in paper.items)
    sheet.section("Vos contacts")
    if paper.contacts:
        sheet.table(
            [Column("Pour", 36), Column("Qui", 30), Column("Joindre", 34)],
            [[contact.role, contact.name, "\n".join(contact.reached_at)] for contact in paper.contacts],
        )
    else:
        sheet.decided(None, "Contacts utiles")
    sheet.paragraph("Urgences : SAMU 15 – Pompiers 18 – Police 17 – 112 dans toute l’Europe – 114 par SMS.")
    if paper.occupant is not None:
        sheet.signatures(
            None,
            [
                Signer("Pour le gestionnaire", mention="Nom et signature de l’agent"),
                Signer("L’occupant", paper.occupant.name),
            ],
        )
    return sheet.pdf()
