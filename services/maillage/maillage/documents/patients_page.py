"""The page of what is told of patients, in French: each field, who needs it, for which figure, until when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contracts.catalogue import CATALOGUE
from contracts.catalogue.event_type import EventType
from reporting.chapters import FIGURES
from reporting.needs import needed_besides, needs

_HEAD = """\
<!-- Généré par `make docs` depuis le catalogue et les chiffres (services/contracts, services/reporting). -->
# Ce que le réseau dit des patients

Un fait sur un patient ne garde que ce dont un chiffre a besoin (décision 0031) : chaque champ est ici, avec le service
qui s'en sert, pour quoi, et jusqu'à quand ; un champ qui ne sert à rien fait échouer un test. Le sujet d'un fait est,
pour les inscriptions, une référence qui ne sert qu'au bilan, et pour les autres celle de l'acte. L'enveloppe ne dit que
le mois. Ce qui demande un attribut (ALD, âge, commune, motif) ou des personnes distinctes est compté par la permanence,
chaque mois fini, et part scellé à la clé du bilan (`permanence.month_counted`).
"""
# How long each service keeps a field that it needs. Retention is dated in the rules of an antenna once they are told.
_UNTIL = {
    "reporting": "tant qu'un bulletin publié s'appuie dessus : sans terme",
    "partners": "le temps de répondre au partenaire",
}


def patients_page() -> str:
    return "\n".join(_page([entry for entry in CATALOGUE if entry.about_a_patient])) + "\n"


def _page(entries: Sequence[EventType]) -> Iterator[str]:
    labels = {figure.code: figure.label for figure in FIGURES}
    needed, besides = needs(), needed_besides()
    yield _HEAD
    yield "| Fait | Champ | Service | Pour quoi | Jusqu'à quand |"
    yield "| --- | --- | --- | --- | --- |"
    for entry in entries:
        by_field = needed.get(entry.type, {})
        for field in sorted(entry.names):
            if codes := by_field.get(field):
                yield _row(entry, field, "reporting", " ; ".join(labels[code] for code in codes))
            else:
                yield _row(entry, field, "partners", besides[entry.type, field])
        if not entry.names:
            yield _row(entry, "—", "reporting", _figures_of_the_type(by_field, labels))


def _figures_of_the_type(by_field: Mapping[str, Iterable[str]], labels: Mapping[str, str]) -> str:
    """What the fact itself is needed for, when it has no field."""
    return " ; ".join(labels[code] for codes in by_field.values() for code in codes)


def _row(entry: EventType, field: str, service: str, needed_for: str) -> str:
    name = f"`{field}`" if field in entry.names else field
    return f"| `{entry.type}` | {name} | {service} | {needed_for} | {_UNTIL[service]} |"
