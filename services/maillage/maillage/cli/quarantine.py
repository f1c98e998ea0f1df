"""`maillage quarantine`: refused messages, listed, opened with an audit row, given again; and events that wait."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import typer

from chassis.core import quarantine, replay, waiting
from chassis.core.causes import ServerUnusable
from chassis.core.instance import Instance
from chassis.core.readiness import what_is_missing
from chassis.core.runtime import Runtime
from maillage.cli.console import (
    FAILED,
    USAGE,
    AntennaOption,
    JsonOption,
    err,
    fail,
    guarded,
    load_network,
    out,
    show,
    visible,
)

app = typer.Typer(help="Les messages refusés : les voir, les comprendre, les rejouer.", no_args_is_help=True)

ServiceOption = Annotated[str, typer.Option("--service", "-s", help="Nom du service, par exemple reporting.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="Nombre de lignes au plus.")]
CodeOption = Annotated[str | None, typer.Option(help="Ceux de ce code seulement.")]

_COLUMNS = {
    "quarantine_id": "référence",
    "code": "code",
    "reason": "motif",
    "path": "champ",
    "type": "type",
    "entered_at": "entré le",
    "replayed_at": "rejoué le",
}
_WAITING_COLUMNS = {
    "event_id": "événement",
    "type": "type",
    "awaited": "référence attendue",
    "since": "depuis",
    "tried_at": "essayé le",
}


@app.command("list")
@guarded
def list_messages(
    service: ServiceOption,
    antenna: AntennaOption,
    include_replayed: Annotated[bool, typer.Option("--all", help="Aussi ceux qui ont été rejoués.")] = False,
    code: CodeOption = None,
    limit: LimitOption = 100,
    as_json: JsonOption = False,
) -> None:
    """Liste les messages en quarantaine, du plus ancien au plus récent ; jamais leur contenu."""
    runtime = _runtime(service, antenna)
    found = quarantine.messages(runtime, include_replayed=include_replayed, code=code, limit=limit)
    total = quarantine.count(runtime, include_replayed=include_replayed, code=code)
    _show([asdict(message) for message in found], _COLUMNS, total, as_json=as_json, empty="Rien en quarantaine.")


@app.command("waiting")
@guarded
def list_waiting(
    service: ServiceOption, antenna: AntennaOption, limit: LimitOption = 100, as_json: JsonOption = False
) -> None:
    """Liste les événements venus avant ce dont ils parlent ; orphelins, ils passent en quarantaine après sept jours."""
    runtime = _runtime(service, antenna)
    rows = [asdict(event) for event in waiting.events(runtime, limit)]
    _show(rows, _WAITING_COLUMNS, waiting.count(runtime), as_json=as_json, empty="Aucun événement n'attend.")


@app.command("show")
@guarded
def show_message(reference: UUID, service: ServiceOption, antenna: AntennaOption) -> None:
    """Ouvre le contenu d'un message ; la lecture est inscrite au journal d'audit sous votre nom de session."""
    body = quarantine.body(_runtime(service, antenna), reference, person=getpass.getuser())
    typer.echo(visible(body.decode("utf-8", errors="backslashreplace")))


@app.command("replay")
@guarded
def replay_messages(
    service: ServiceOption,
    antenna: AntennaOption,
    references: Annotated[list[UUID] | None, typer.Argument(help="Références à rejouer.")] = None,
    code: Annotated[str | None, typer.Option(help="Rejoue tous ceux de ce code.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Rejoue tout ce qui est en quarantaine.")] = False,
) -> None:
    """Présente à nouveau des messages à la boîte de réception ; deux fois n'a qu'un effet."""
    if sum((bool(references), code is not None, every)) != 1:
        fail("donnez des références, ou --code, ou --all", USAGE)
    runtime = _runtime(service, antenna)
    chosen = references or [message.quarantine_id for message in quarantine.messages(runtime, code=code)]
    left = [reference for reference in chosen if replay.replay(runtime, reference)]
    out.print(f"{len(left)} sur {len(chosen)} rejoués ; les autres restent en quarantaine.")
    if len(left) < len(chosen):
        raise typer.Exit(FAILED)


def _runtime(service: str, antenna: str) -> Runtime:
    instance = Instance(service, antenna)
    runtime = load_network(instance).runtime(instance)
    if missing := what_is_missing(runtime):
        raise ServerUnusable(missing)
    return runtime


def _show(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], total: int, *, as_json: bool, empty: str
) -> None:
    show(rows, columns, as_json=as_json, empty=empty)
    if len(rows) < total:
        # Beside the answer, so that a machine reading it is not disturbed.
        err.print(f"… et {total - len(rows)} de plus : --limit {total} les montre tous.")
