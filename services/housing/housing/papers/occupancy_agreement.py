"""Convention d’occupation temporaire: who is lodged, where, which nights, at what price, and how it ends."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Collection, Dwelling, Issuer, Nights, Person, Terms
from housing.papers.sheet import Sheet, Signer
from kernel import french

MOST_PROOFS = 3


@dataclass(frozen=True, slots=True)
class OccupancyAgreement:
    """Convention d’occupation temporaire."""

    issuer: Issuer
    dated_on: date
    dwelling: Dwelling
    occupant: Person
    nights: Nights
    terms: Terms
    price_cents: int
    collection: Collection
    proofs: tuple[str, ...]
    ground: str | None = None  # the deliberation, and the legal form that the town has chosen
    payment_means: str | None = None
    deposit: str | None = None
    insurance: str | None = None
    notice: str | None = None
    termination: str | None = None
    retention: str | None = None
    data_contact: str | None = None

    def __post_init__(self) -> None:
        if len(self.proofs) > MOST_PROOFS:
            raise ValueError(f"an agreement asks for {MOST_PROOFS} proofs at most, not {len(self.proofs)}")


def pdf(paper: OccupancyAgreement) -> bytes:
    sheet = Sheet(paper.issuer, title="Convention d’occupation temporaire", dated_on=paper.dated_on)
    _parties(sheet, paper)
    _room(sheet, paper)
    _nights(sheet, paper)
    _price(sheet, paper)
    _before_moving_in(sheet, paper)
    _living_there(sheet, paper)
    _end(sheet, paper)
    _data(sheet, paper)
    sheet.signatures(
        None,
        [
            Signer("Le gestionnaire", paper.issuer.signatory, "Signature et cachet"),
            Signer("L’occupant", paper.occupant.name, "Signature précédée de « lu et approuvé »"),
        ],
    )
    return sheet.pdf()


def _parties(sheet: Sheet, paper: OccupancyAgreement) -> None:
    issuer, occupant = paper.issuer, paper.occupant
    sheet.paragraph("Entre les soussignés :")
    sheet.fields(
        [
            ("Le gestionnaire", f"{issuer.town}, {issuer.service}"),
            ("représenté par", issuer.signatory),
            ("et l’occupant", occupant.name),
            ("Qualité", occupant.kind),
            ("Université", occupant.university),
            ("Joignable à", ", ".join(occupant.contacts) or None),
        ]
    )
    sheet.paragraph("il est convenu ce qui suit.")


def _room(sheet: Sheet, paper: OccupancyAgreement) -> None:
    sheet.section("Article 1 – Objet")
    sheet.paragraph(
        "Le gestionnaire met à la disposition de l’occupant, qui l’accepte, une chambre meublée de la maison "
        "désignée ci-dessous, à titre personnel et temporaire, pour le temps de son stage, de ses études ou de son "
        "remplacement. L’occupant partage avec les autres occupants les pièces communes, leur équipement et les "
        "extérieurs."
    )
    sheet.fields(
        [
            ("Maison", paper.dwelling.house),
            ("Adresse", "\n".join(paper.dwelling.address)),
            ("Chambre", paper.dwelling.room),
        ]
    )
    sheet.decided(paper.ground, "Délibération et texte qui fondent la mise à disposition")


def _nights(sheet: Sheet, paper: OccupancyAgreement) -> None:
    nights, terms = paper.nights, paper.terms
    sheet.section("Article 2 – Durée")
    sheet.fields(
        [
            ("Arrivée", french.weekday(nights.arrival_on)),
            ("Départ", french.weekday(nights.departure_on)),
            ("Durée", f"{french.nights(nights.count)}, celle du jour du départ n’étant pas passée"),
        ]
    )
    sheet.paragraph(
        f"Un séjour ne dépasse pas {terms.longest_months} mois de date à date, avec une tolérance de "
        f"{french.nights(terms.free_nights)} gratuites. Des séjours d’une même personne que moins de "
        f"{french.nights(terms.linked_within_nights)} séparent comptent ensemble. La convention ne se renouvelle pas "
        "d’elle-même : toute prolongation est demandée par écrit et accordée par écrit, dans la limite ci-dessus."
    )


def _price(sheet: Sheet, paper: OccupancyAgreement) -> None:
    terms = paper.terms
    voted = f", voté le {french.day(terms.voted_on)}" if terms.voted_on else ""
    sheet.section("Article 3 – Prix")
    sheet.paragraph(
        f"Selon le tarif de la maison{voted} : {french.price(terms.month_cents)} par mois et "
        f"{french.price(terms.night_cents)} par nuit, toutes charges comprises. Les mois se comptent entiers depuis le "
        "jour de l’arrivée ; les nuits qui restent se paient une à une, sans que leur somme dépasse le prix d’un mois."
    )
    sheet.sum("Prix du séjour prévu, toutes charges comprises", french.amount(paper.price_cents))
    sheet.paragraph(
        "Si l’occupant part plus tôt, le prix est calculé de nouveau sur les nuits passées ; il ne dépasse jamais le "
        "prix ci-dessus. Une prolongation accordée se paie au même tarif."
    )
    sheet.section("Article 4 – Paiement")
    if paper.collection is Collection.REGIE:
        how = "La somme est payée à la régie de recettes, qui en donne quittance, ou reçu tant que tout n’est pas payé."
    else:
        how = (
            "Un titre de recettes est ensuite émis ; la somme est payée au comptable public, à la réception de ce "
            "titre et par les moyens qu’il indique."
        )
    sheet.paragraph(
        "Un avis d’échéance est remis à l’occupant pour chaque mois ; il détaille les nuits et la somme due. " + how
    )
    sheet.decided(paper.payment_means, "Moyens et délai de paiement")
    sheet.decided(paper.deposit, "Dépôt de garantie, ou son absence")


def _before_moving_in(sheet: Sheet, paper: OccupancyAgreement) -> None:
    sheet.section("Article 5 – Pièces demandées et assurance")
    if paper.proofs:
        sheet.paragraph("Avant l’arrivée, l’occupant présente les pièces suivantes, et aucune autre :")
        sheet.bullets(paper.proofs)
    else:
        sheet.paragraph("Aucune pièce n’est demandée à l’occupant.")
    sheet.decided(paper.insurance, "Assurance demandée à l’occupant")


def _living_there(sheet: Sheet, paper: OccupancyAgreement) -> None:
    sheet.section("Article 6 – État des lieux et clés")
    sheet.paragraph(
        "Un état des lieux est dressé à l’arrivée et au départ, en présence de l’occupant et d’un agent, et signé des "
        "deux. Les clés sont remises contre reçu et rendues au départ ; elles ne sont ni prêtées ni reproduites."
    )
    sheet.section("Article 7 – Usage des lieux")
    sheet.paragraph(
        "La chambre est réservée à l’occupant, qui ne peut ni la céder ni la sous-louer. Il use paisiblement des "
        "lieux, respecte le règlement de la maison, qui lui est remis avec la présente convention, et signale sans "
        "attendre toute panne ou tout dégât. L’agent du gestionnaire n’entre dans la chambre qu’avec l’accord de "
        "l’occupant, sauf urgence."
    )


def _end(sheet: Sheet, paper: OccupancyAgreement) -> None:
    sheet.section("Article 8 – Fin de la convention")
    sheet.paragraph(
        f"La convention prend fin le {french.day(paper.nights.departure_on)}. Ce jour-là, l’occupant rend la chambre "
        "vide de ses affaires et en bon état de propreté, ainsi que les clés."
    )
    sheet.decided(paper.notice, "Délai pour prévenir d’un départ anticipé")
    sheet.decided(paper.termination, "Cas dans lesquels le gestionnaire peut mettre fin à la convention, et comment")


def _data(sheet: Sheet, paper: OccupancyAgreement) -> None:
    sheet.section("Article 9 – Données personnelles")
    sheet.paragraph(
        f"Le gestionnaire, {paper.issuer.town}, {paper.issuer.service}, traite l’identité et les coordonnées de "
        "l’occupant pour gérer son séjour et en suivre le paiement. Elles sont conservées chiffrées et ne sont "
        "communiquées qu’aux agents qui en ont besoin et, pour le paiement, au comptable public. L’occupant peut "
        "demander à les consulter, à les faire rectifier ou effacer, dans les limites des obligations comptables, "
        "et adresser une réclamation à la CNIL."
    )
    sheet.decided(paper.retention, "Durée de conservation")
    sheet.decided(paper.data_contact, "Contact du délégué à la protection des données")
