"""`maillage events` and `maillage trace`: the catalogue, and the whole way of one event."""

from typing import Annotated
from uuid import UUID

import typer

from contracts.catalogue import CATALOGUE
from maillage.cli.console import FAILED, JsonOption, fail, guarded, load_network, show
from maillage.trace import trace as trace_event


@guarded
def events(as_json: JsonOption = False) -> None:
    """Liste les types d'événements : à qui ils appartiennent, qui les lit, ce qu'ils disent."""
    rows = [
        {
            "type": entry.type,
            "owner": entry.owner,
            "readers": ", ".join(f"{name} ({reach})" for name, reach in entry.readers.items()),
            "since": entry.since,
            "sentence": entry.sentence,
        }
        for entry in CATALOGUE
    ]
    columns = {"type": "type", "readers": "lecteurs (portée)", "since": "depuis", "sentence": "ce qu'il dit"}
    show(rows, columns, as_json=as_json, empty="Catalogue vide.")


@guarded
def trace(event_id: Annotated[UUID, typer.Argument(help="L'id de l'événement.")], as_json: JsonOption = False) -> None:
    """Suit un événement : boîte d'envoi, boîtes de réception, quarantaine, projection."""
    steps = trace_event(load_network(), event_id)
    if not steps:
        fail(f"aucune instance ne connaît l'événement {event_id}", FAILED)
    columns = {"place": "où", "instance": "instance", "at": "quand", "what": "quoi"}
    show(steps, columns, as_json=as_json, empty="")
