"""The page of events for people, in French: owners, readers, fields and examples."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from contracts.catalogue import EventType, Reach
from maillage.documents.json_schemas import data_schema, envelope_schema, example

_HEAD = """\
<!-- Généré par `make docs` depuis le catalogue (services/contracts) : ne pas modifier à la main. -->
# Les événements du réseau

Cette page est générée par `make docs` depuis le catalogue. Chaque fait voyage comme un événement CloudEvents 1.0, en
JSON structuré (`application/cloudevents+json`), sur l'échange `<service>.events` de son propriétaire, avec la clé de
routage `<événement>.v<version>.<antenne>`. Les schémas JSON sont dans [`schemas/`](schemas/), la description AsyncAPI
dans [`asyncapi.yaml`](asyncapi.yaml).

Un lecteur ignore les champs qu'il ne connaît pas. Un champ facultatif peut s'ajouter à une version ; tout autre
changement est une nouvelle version majeure, émise à côté de l'ancienne.
"""
_REACHES = {Reach.OWN: "les faits de son antenne", Reach.ALL: "les faits de toutes les antennes"}
_FORMATS = {
    "uuid": "UUID",
    "date": "date `AAAA-MM-JJ`",
    "date-time": "instant RFC 3339, avec fuseau",
}
_TYPES = {"boolean": "`true` ou `false`", "object": "objet", "integer": "entier", "string": "texte", "array": "liste"}


def events_page(catalogue: Iterable[EventType]) -> str:
    return "\n".join(_page(tuple(catalogue))) + "\n"


def _page(catalogue: Sequence[EventType]) -> Iterator[str]:
    yield _HEAD
    yield "## L'enveloppe\n"
    yield from _fields(envelope_schema())
    for owner, group in groupby(sorted(catalogue, key=attrgetter("owner")), key=attrgetter("owner")):
        entries = tuple(group)
        yield f"\n## {owner}\n"
        yield from _table(
            ("Type", "Depuis", "Ce qu'il dit", "Lecteurs", "Déclaré aussi par", "Clé de routage"),
            [_row(entry) for entry in entries],
        )
        for entry in entries:
            yield from _section(entry)


_OF_A_PATIENT = (
    "Fait sur un patient : l'enveloppe ne dit ni le jour ni la cause. `time` est le premier instant du mois, "
    "`correlationid` et `causationid` sont l'`id` (ou, pour `causationid`, celui de la déclaration du partenaire)."
)


def _row(entry: EventType) -> tuple[str, ...]:
    readers = " ; ".join(f"{reader} ({_REACHES[reach]})" for reader, reach in entry.readers.items())
    claim = f"`{entry.claimed_as}`" if entry.claimed_as else "—"
    key = f"`{entry.routing_key('<antenne>')}`"
    return f"`{entry.type}`", entry.since.isoformat(), entry.sentence, readers or "—", claim, key


def _section(entry: EventType) -> Iterator[str]:
    schema = data_schema(entry)
    yield f"\n### `{entry.type}`\n"
    yield f"{entry.sentence} Schéma : [`{entry.type}.json`](schemas/{entry.type}.json).\n"
    yield from _fields(schema)
    if entry.about_a_patient:
        yield f"\n{_OF_A_PATIENT}"
    if "description" in schema:
        yield f"\n{schema['description']}"
    yield f"\n```json\n{json.dumps(example(entry), ensure_ascii=False, indent=2)}\n```"


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    return _table(("Champ", "Obligatoire", "Forme", "Sens"), _rows(schema))


def _rows(schema: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, ...]]:
    for name, field in schema["properties"].items():
        yield f"`{inside}{name}`", "oui" if name in schema["required"] else "non", _form(field), field["description"]
        if "properties" in field.get("items", ()):
            yield from _rows(field["items"], f"{inside}{name}[].")


def _form(field: Mapping[str, Any]) -> str:
    if values := [value for value in field.get("enum", ()) if value is not None]:
        return ", ".join(f"`{value}`" for value in values)
    if "format" in field:
        return _FORMATS[field["format"]]
    if "pattern" in field:
        return f"texte `{field['pattern']}`"
    name = next(name for name in _types(field) if name != "null")
    least, most = ("minItems", "maxItems") if name == "array" else ("minimum", "maximum")
    bounds = f" de {field[least]} à {field[most]}" if least in field else ""
    inside = field.get("items", {})
    return _TYPES[name] + bounds + (f" : {_form(inside)}" if inside and "properties" not in inside else "")


def _types(field: Mapping[str, Any]) -> Sequence[str]:
    declared = field["type"]
    return [declared] if isinstance(declared, str) else declared


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(heading)
    yield _line(["---"] * len(heading))
    for row in rows:
        yield _line(cell.replace("|", "\\|") for cell in row)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
