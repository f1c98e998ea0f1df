"""Règlement de la maison: what every house asks, then the house’s own items."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Issuer, Person
from housing.papers.sheet import Sheet, Signer

# What a shared house needs whatever the town; a town adds to it, it does not have to rewrite it.
COMMON = (
    "La maison se partage : chacun respecte le travail, le repos et l’intimité des autres.",
    "Silence de 22 heures à 7 heures, jardin compris : certains reviennent de garde.",
    "Chacun nettoie la cuisine et les sanitaires après usage, entretient sa chambre et fait sa part du ménage commun.",
    "Les déchets sont triés, et les bacs sortis aux jours de collecte affichés.",
    "On ne fume pas et on ne vapote pas à l’intérieur. Ni bougie, ni chauffage d’appoint, ni cuisson en chambre.",
    "Les détecteurs de fumée ne sont ni couverts ni débranchés ; les issues restent libres.",
    "Les visites de la journée ont l’accord des autres occupants. Seuls les occupants passent la nuit dans la maison.",
    "Les animaux ne sont pas admis, sauf les chiens guides et d’assistance.",
    "En partant, on ferme portes et fenêtres, on baisse le chauffage et on éteint les lumières.",
    "Les clés ne sont ni prêtées ni reproduites. Leur perte est signalée le jour même.",
    "Une panne, une fuite ou un dégât, même minime, est signalé sans attendre au gestionnaire.",
    "Aucun document concernant un patient ne reste dans les pièces communes.",
)


@dataclass(frozen=True, slots=True)
class HouseRules:
    """Règlement de la maison; `occupant` is None on the copy that hangs in the house."""

    issuer: Issuer
    dated_on: date
    house: str
    address: tuple[str, ...]
    own_items: tuple[str, ...] = ()
    emergency: str | None = None  # whom to call in the house’s own emergencies
    occupant: Person | None = None


def pdf(paper: HouseRules) -> bytes:
    sheet = Sheet(paper.issuer, title="Règlement de la maison", dated_on=paper.dated_on)
    sheet.fields([("Maison", paper.house), ("Adresse", "\n".join(paper.address))])
    sheet.section("Vivre ensemble")
    sheet.marked((f"{rank}.", text) for rank, text in enumerate(COMMON, start=1))
    if paper.own_items:
        sheet.section("Propre à cette maison")
        sheet.marked((f"{rank}.", text) for rank, text in enumerate(paper.own_items, start=len(COMMON) + 1))
    sheet.section("En cas d’urgence")
    sheet.paragraph("Pompiers 18 – SAMU 15 – Police 17 – numéro d’urgence européen 112 – par SMS 114.")
    sheet.decided(paper.emergency, "Qui appeler pour une panne ou un dégât, et à quelles heures")
    if paper.occupant is not None:
        sheet.signatures(None, [Signer("L’occupant", paper.occupant.name, "Lu et accepté, signature")])
    return sheet.pdf()
