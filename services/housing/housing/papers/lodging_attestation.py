"""Attestation d’hébergement: who was lodged, when, what was paid, and what the allowance may depend on."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Dwelling, Issuer, Nights, Person
from housing.papers.sheet import Sheet, Signer
from housing.papers.table import Column
from kernel import french

# Source: pages of an interns’ union and of a regional health portal on the allowance of November 2020, which do not
# say whether a room that is let at a low price counts as lodging given: warn, never block.
ALLOWANCE_CENTS = 30_000


@dataclass(frozen=True, slots=True)
class MonthLodged:
    """The nights of one month, what they cost and what was paid of it."""

    month: date
    nights: int
    due_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True)
class LodgingAttestation:
    """Attestation d’hébergement; `ended` is False while the stay goes on."""

    issuer: Issuer
    dated_on: date
    dwelling: Dwelling
    occupant: Person
    nights: Nights
    ended: bool
    months: tuple[MonthLodged, ...]
    month_cents: int


def pdf(paper: LodgingAttestation) -> bytes:
    issuer, occupant, nights = paper.issuer, paper.occupant, paper.nights
    sheet = Sheet(issuer, title="Attestation d’hébergement", dated_on=paper.dated_on)
    lodged = "a été hébergé(e)" if paper.ended else "est hébergé(e)"
    since, until = ("du", "au") if paper.ended else ("depuis le", "et jusqu’au départ prévu le")
    sheet.paragraph(
        f"Je soussigné(e), {issuer.signatory}, atteste que {occupant.name}, {occupant.kind} ({occupant.university}), "
        f"{lodged} dans la maison désignée ci-dessous, {since} {french.day(nights.arrival_on)} {until} "
        f"{french.day(nights.departure_on)}."
    )
    sheet.fields(
        [
            ("Maison", paper.dwelling.house),
            ("Adresse", "\n".join(paper.dwelling.address)),
            ("Chambre", f"{paper.dwelling.room}, meublée"),
            ("Durée" if paper.ended else "Durée prévue", french.nights(nights.count)),
        ]
    )
    due, paid = sum(month.due_cents for month in paper.months), sum(month.paid_cents for month in paper.months)
    sheet.table(
        [
            Column("Mois", 35),
            Column("Nuits", 15, right=True),
            Column("Dû", 25, right=True),
            Column("Payé", 25, right=True),
        ],
        [
            [french.month(m.month), french.number(m.nights), french.amount(m.due_cents), french.amount(m.paid_cents)]
            for m in paper.months
        ],
        total=["Total", french.number(sum(m.nights for m in paper.months)), french.amount(due), french.amount(paid)],
    )
    sheet.paragraph(f"Somme payée à ce jour par l’occupant, toutes charges comprises : {french.amount(paid)}.")
    sheet.paragraph("Attestation établie pour servir et valoir ce que de droit.")
    sheet.signatures(paper.dated_on, [Signer("Pour le gestionnaire", issuer.signatory, "Signature et cachet")])
    sheet.notice(
        f"L’indemnité d’hébergement des internes en stage ambulatoire ({french.price(ALLOWANCE_CENTS)} bruts par "
        "mois en zone d’intervention prioritaire ou zone d’action complémentaire, ZIP ou ZAC) n’est pas versée à "
        "l’interne qu’une collectivité territoriale loge ou dont elle finance le logement. Savoir si une chambre "
        f"louée {french.price(paper.month_cents)} par mois, comme celle-ci, entre dans ce cas est à vérifier auprès "
        "de l’agence régionale de santé (ARS) avant toute demande. L’attestation ci-dessus ne préjuge pas de "
        "sa réponse.",
        title="À l’attention de l’occupant, avant de demander l’indemnité d’hébergement",
    )
    return sheet.pdf()
