"""The documents made from the catalogue, the routes and the figures: events, schemas, who may do what, patients."""

import json
from pathlib import Path

import yaml

from contracts.catalogue import CATALOGUE
from maillage.documents.asyncapi import asyncapi
from maillage.documents.events_table import events_page
from maillage.documents.json_schemas import json_schema
from maillage.documents.patients_page import patients_page
from maillage.documents.security_page import security_page
from maillage.services import manifests

__all__ = ["documents", "write"]

_YAML_NOTICE = "# Généré par `make docs` depuis le catalogue (services/contracts) : ne pas modifier à la main.\n"


def documents() -> dict[str, str]:
    """Every generated document: its path in the project and its text."""
    made = {"docs/events.md": events_page(CATALOGUE), "docs/asyncapi.yaml": _YAML_NOTICE + _yaml(asyncapi(CATALOGUE))}
    made["docs/security.md"] = security_page(manifests().values())
    made["docs/patients.md"] = patients_page()
    made |= {
        f"docs/schemas/{entry.type}.json": json.dumps(json_schema(entry), ensure_ascii=False, indent=2) + "\n"
        for entry in CATALOGUE
    }
    return made


def write(root: Path) -> list[Path]:
    """Writes all the documents and removes the schemas of types that are no more."""
    made = {root / path: text for path, text in documents().items()}
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for left_over in set((root / "docs/schemas").glob("*.json")) - set(made):
        left_over.unlink()
    return list(made)


class _Readable(yaml.SafeDumper):
    """Paragraphs stay paragraphs, and what is shared is repeated rather than named by an anchor."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Readable.add_representer(str, _Readable.represent_str)


def _yaml(document: dict[str, object]) -> str:
    return yaml.dump(document, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=120)
