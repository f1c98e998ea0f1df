"""Reçu de clés: what was handed over, and by whom it was received."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Dwelling, Issuer, Keys, Moment, Person
from housing.papers.sheet import Sheet, Signer
from housing.papers.table import Column
from kernel import french


@dataclass(frozen=True, slots=True)
class KeyReceipt:
    """Reçu de clés, given to the occupant at arrival or back at departure."""

    issuer: Issuer
    dated_on: date
    moment: Moment
    dwelling: Dwelling
    occupant: Person
    keys: tuple[Keys, ...]


def pdf(paper: KeyReceipt) -> bytes:
    back = paper.moment is Moment.DEPARTURE
    sheet = Sheet(paper.issuer, title="Reçu de clés rendues" if back else "Reçu de clés", dated_on=paper.dated_on)
    sheet.fields(
        [
            ("Occupant", paper.occupant.name),
            ("Maison", paper.dwelling.house),
            ("Adresse", "\n".join(paper.dwelling.address)),
            ("Chambre", paper.dwelling.room),
        ]
    )
    if back:
        sheet.paragraph("Le gestionnaire reconnaît avoir reçu de l’occupant, à son départ, les clés suivantes :")
    else:
        sheet.paragraph("L’occupant reconnaît avoir reçu du gestionnaire, à son arrivée, les clés suivantes :")
    counts = [keys.count for keys in paper.keys]
    sheet.table(
        [Column("Clé", 50), Column("Repère", 30), Column("Nombre", 20, right=True)],
        [
            [keys.label, keys.mark or "–", "……" if keys.count is None else french.number(keys.count)]
            for keys in paper.keys
        ],
        total=None if None in counts else ["Total", "", french.number(sum(count or 0 for count in counts))],
    )
    if not back:
        sheet.paragraph(
            "Elles sont personnelles, ne sont ni prêtées ni reproduites, et sont rendues au plus tard le jour du "
            "départ. Une perte est signalée le jour même au gestionnaire."
        )
    sheet.signatures(
        paper.dated_on,
        [
            Signer("Pour le gestionnaire", mention="Nom et signature de l’agent"),
            Signer("L’occupant", paper.occupant.name),
        ],
    )
    return sheet.pdf()
