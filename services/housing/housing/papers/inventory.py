"""État des lieux: the room and the common parts, thing by thing, at arrival and again at departure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from housing.papers.content import Dwelling, Issuer, Keys, Meter, Moment, Person
from housing.papers.sheet import UNTICKED, Sheet, Signer
from housing.papers.table import Column
from kernel import french


class Condition(StrEnum):
    """The state of a thing, as written on an inventory."""

    NEW = "neuf"
    GOOD = "bon"
    WORN = "usé"
    DAMAGED = "abîmé"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing looked at; without a state, the paper shows boxes to tick by hand."""

    label: str
    condition: Condition | None = None
    at_arrival: Condition | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """The room, or a common part."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """État des lieux."""

    issuer: Issuer
    dated_on: date
    moment: Moment
    dwelling: Dwelling
    occupant: Person
    spaces: tuple[Space, ...]
    meters: tuple[Meter, ...]
    keys: tuple[Keys, ...]
    remarks: str = ""


_ROOM = (
    "Porte et serrure", "Murs et plafond", "Sol", "Fenêtre et volet", "Éclairage et prises",
    "Chauffage", "Lit et matelas", "Literie", "Bureau et chaise", "Rangements",
)  # fmt: skip
_COMMON = {
    "Cuisine": ("Évier et robinet", "Plaques et four", "Réfrigérateur", "Vaisselle et ustensiles", "Sol"),
    "Salle d’eau et toilettes": ("Douche", "Lavabo", "Toilettes", "Aération"),
    "Séjour et extérieurs": ("Table et chaises", "Canapé", "Détecteur de fumée", "Lave-linge", "Jardin"),
}


def blank(room: str) -> tuple[Space, ...]:
    """What is looked at in any furnished house, until the house has its own list."""
    return tuple(Space(label, tuple(map(Item, labels))) for label, labels in {room: _ROOM, **_COMMON}.items())


def pdf(paper: Inventory) -> bytes:
    leaving = paper.moment is Moment.DEPARTURE
    title = f"État des lieux {'de sortie' if leaving else 'd’entrée'}"
    sheet = Sheet(paper.issuer, title=title, dated_on=paper.dated_on)
    sheet.fields(
        [
            ("Maison", paper.dwelling.house),
            ("Adresse", "\n".join(paper.dwelling.address)),
            ("Chambre", paper.dwelling.room),
            ("Occupant", f"{paper.occupant.name}, {paper.occupant.kind}"),
        ]
    )
    for space in paper.spaces:
        sheet.section(space.label)
        sheet.table(_columns(leaving=leaving), _rows(space, leaving=leaving))
    sheet.section("Compteurs")
    sheet.fields((f"{meter.label} ({meter.unit})", meter.reading) for meter in paper.meters)
    sheet.section("Clés rendues" if leaving else "Clés remises")
    sheet.fields((keys.described, None if keys.count is None else french.number(keys.count)) for keys in paper.keys)
    sheet.section("Observations")
    if paper.remarks:
        sheet.paragraph(paper.remarks)
    else:
        sheet.handwriting(3)
    sheet.signatures(
        paper.dated_on,
        [
            Signer("Pour le gestionnaire", mention="Nom et signature de l’agent"),
            Signer("L’occupant", paper.occupant.name),
        ],
    )
    return sheet.pdf()


def _columns(*, leaving: bool) -> list[Column]:
    if not leaving:
        return [Column("Élément", 28), Column("État", 38), Column("Observations", 34)]
    return [Column("Élément", 24), Column("À l’entrée", 13), Column("À la sortie", 36), Column("Observations", 27)]


def _rows(space: Space, *, leaving: bool) -> Iterator[list[str]]:
    for item in space.items:
        boxes = (f"{french.FIXED} ").join(f"{UNTICKED}{french.FIXED}{condition}" for condition in Condition)
        before = [item.at_arrival or "–"] if leaving else []
        yield [item.label, *before, item.condition or boxes, item.remark]
