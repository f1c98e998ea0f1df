"""Fiche de départ: keys, meters, what the occupant intends, and whether the town may stay in touch."""

from dataclasses import dataclass
from datetime import date

from housing.papers.content import Dwelling, Issuer, Keys, Meter, Person
from housing.papers.sheet import UNTICKED, Sheet, Signer
from kernel import french


@dataclass(frozen=True, slots=True)
class DepartureForm:
    """Fiche de départ; what is not known yet is filled in by hand."""

    issuer: Issuer
    dated_on: date
    dwelling: Dwelling
    occupant: Person
    planned_on: date
    departed_on: date | None
    keys: tuple[Keys, ...]
    meters: tuple[Meter, ...]
    retention: str | None = None
    data_contact: str | None = None


def pdf(paper: DepartureForm) -> bytes:
    sheet = Sheet(paper.issuer, title="Fiche de départ", dated_on=paper.dated_on)
    sheet.fields(
        [
            ("Occupant", f"{paper.occupant.name}, {paper.occupant.kind}"),
            ("Maison", f"{paper.dwelling.house}, {paper.dwelling.room}"),
            ("Adresse", "\n".join(paper.dwelling.address)),
            ("Départ prévu", french.weekday(paper.planned_on)),
            ("Départ effectif", None if paper.departed_on is None else french.weekday(paper.departed_on)),
        ]
    )
    sheet.section("Clés rendues")
    sheet.fields((keys.described, None if keys.count is None else french.number(keys.count)) for keys in paper.keys)
    sheet.section("Compteurs")
    sheet.fields((f"{meter.label} ({meter.unit})", meter.reading) for meter in paper.meters)
    sheet.signatures(
        paper.departed_on,
        [
            Signer("Pour le gestionnaire", mention="Nom et signature de l’agent"),
            Signer("L’occupant", paper.occupant.name),
        ],
    )
    _afterwards(sheet, paper)
    return sheet.pdf()


def _afterwards(sheet: Sheet, paper: DepartureForm) -> None:
    """A page of its own: an opinion and a consent are not kept with keys and meters."""
    sheet.next_page()
    sheet.section("Et après ?")
    sheet.paragraph("Réponses facultatives : ne pas répondre ne change rien au séjour ni à son prix.")
    sheet.marked(
        (UNTICKED, text)
        for text in (
            "Je pense m’installer ou exercer sur ce territoire.",
            "Je pense exercer ailleurs.",
            "Je ne sais pas encore.",
        )
    )
    sheet.section("Rester en contact")
    yes = (
        "J’accepte que le gestionnaire et ses partenaires du plan de santé me contactent au sujet d’une "
        "installation, d’un remplacement ou d’un stage sur le territoire."
    )
    sheet.marked([(UNTICKED, yes), (UNTICKED, "Je n’accepte pas.")])
    sheet.fields([("Courriel ou téléphone", None)])
    _data(sheet, paper)
    sheet.signatures(None, [Signer("L’occupant", paper.occupant.name)])


def _data(sheet: Sheet, paper: DepartureForm) -> None:
    sheet.section("Vos données")
    sheet.paragraph(
        f"Responsable du traitement : {paper.issuer.town}, {paper.issuer.service}. Vos réponses servent à compter, "
        "sans nom, combien d’anciens occupants comptent s’installer ; vos coordonnées ne servent à vous contacter "
        "que si vous l’avez accepté ci-dessus (consentement, article 6.1.a du règlement général sur la protection "
        "des données). Vous pouvez retirer cet accord à tout moment, demander à consulter, rectifier ou effacer vos "
        "données, et adresser une réclamation à la CNIL (cnil.fr)."
    )
    sheet.decided(paper.retention, "Durée de conservation des coordonnées")
    sheet.decided(paper.data_contact, "Contact pour exercer ces droits")
