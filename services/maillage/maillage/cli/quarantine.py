"""`maillage quarantine`: refused messages, listed, opened with an audit row, given to the inbox again."""

import getpass
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer

from chassis.core import quarantine, replay
from chassis.core.instance import Instance
from maillage.cli.console import FAILED, USAGE, AntennaOption, JsonOption, fail, guarded, load_network, out, show

app = typer.Typer(help="Les messages refusés : les voir, les comprendre, les rejouer.", no_args_is_help=True)

ServiceOption = Annotated[str, typer.Option("--service", "-s", help="Nom du service, par exemple reporting.")]

_COLUMNS = {
    "quarantine_id": "référence",
    "code": "code",
    "reason": "motif",
    "path": "champ",
    "type": "type",
    "entered_at": "entré le",
    "replayed_at": "rejoué le",
}


@app.command("list")
@guarded
def list_messages(
    service: ServiceOption,
    antenna: AntennaOption,
    include_replayed: Annotated[bool, typer.Option("--all", help="Aussi ceux qui ont été rejoués.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Liste les messages en quarantaine, du plus ancien au plus récent ; jamais leur contenu."""
    runtime = load_network().runtime(Instance(service, antenna))
    rows = [asdict(message) for message in quarantine.messages(runtime, include_replayed=include_replayed)]
    show(rows, _COLUMNS, as_json=as_json, empty="Rien en quarantaine.")


@app.command("show")
@guarded
def show_message(reference: UUID, service: ServiceOption, antenna: AntennaOption) -> None:
    """Ouvre le contenu d'un message ; la lecture est inscrite au journal d'audit sous votre nom de session."""
    runtime = load_network().runtime(Instance(service, antenna))
    body = quarantine.body(runtime, reference, person=getpass.getuser())
    typer.echo(body.decode("utf-8", errors="backslashreplace"))


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
    runtime = load_network().runtime(Instance(service, antenna))
    chosen = references or [
        message.quarantine_id for message in quarantine.messages(runtime) if every or message.code == code
    ]
    left = [reference for reference in chosen if replay.replay(runtime, reference)]
    out.print(f"{len(left)} sur {len(chosen)} appliqués ; les autres restent en quarantaine.")
    if len(left) < len(chosen):
        raise typer.Exit(FAILED)
