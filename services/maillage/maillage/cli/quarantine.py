"""`maillage quarantine`: refused messages, listed, opened with an audit row, replayed, discarded; those that wait."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import typer

from chassis.core import quarantine, refusals, replay, waiting
from chassis.core.causes import ServerUnusable
from chassis.core.errors import BodyNotKept
from chassis.core.instance import Instance
from chassis.core.quarantine import Chosen
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
    show,
    show_one,
    visible,
)

app = typer.Typer(
    help="Les messages refusés : les voir, les comprendre, les rejouer ou les écarter.", no_args_is_help=True
)

ServiceOption = Annotated[str, typer.Option("--service", "-s", help="Nom du service, par exemple reporting.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="Nombre de lignes au plus.")]
CodeOption = Annotated[str | None, typer.Option(help="Ceux de ce code seulement.")]
SourceOption = Annotated[
    str | None, typer.Option(help="Ceux qui se disent de cette source ; « - » : ceux qui n'en disent aucune.")
]
BrokerAccountOption = Annotated[str | None, typer.Option(help="Ceux venus par ce compte du broker, ou cet exchange.")]

_GROUP_COLUMNS = {
    "reference": "un exemple",
    "source": "source",
    "code": "code",
    "count": "combien",
    "without_body": "sans contenu",
    "oldest": "le premier",
    "newest": "le dernier",
}
_COLUMNS = {
    "quarantine_id": "référence",
    "code": "code",
    "reason": "motif",
    "path": "champ",
    "source": "source",
    "partner": "partenaire",
    "broker_account": "compte du broker",
    "event_id": "événement",
    "type": "type",
    "has_body": "contenu",
    "entered_at": "entré le",
    "replayed_at": "rejoué le",
    "discarded_at": "écarté le",
    "discarded_by": "par",
    "discarded_because": "parce que",
}
_CROWDED = (
    "rejouez ou écartez ses messages. Sans place, le contenu des suivants n'est plus gardé, ou la lecture s'arrête si "
    "ce sont les faits d'un service"
)
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
    each: Annotated[bool, typer.Option("--each", help="Un par un, au lieu de groupés par source et code.")] = False,
    closed_too: Annotated[bool, typer.Option("--all", help="Aussi ceux qui ont été rejoués ou écartés.")] = False,
    code: CodeOption = None,
    source: SourceOption = None,
    broker_account: BrokerAccountOption = None,
    limit: LimitOption = 100,
    as_json: JsonOption = False,
) -> None:
    """Liste les messages en quarantaine, jamais leur contenu : par source et code, ou un par un (--each)."""
    runtime, chosen = _runtime(service, antenna), _chosen(code, source, broker_account, closed_too=closed_too)
    rows: list[dict[str, Any]]
    if each:
        rows = [asdict(message) for message in quarantine.messages(runtime, chosen, limit)]
        columns, total = _told(rows), quarantine.count(runtime, chosen)
    else:
        rows = [asdict(group) for group in quarantine.groups(runtime, chosen, limit)]
        columns, total = _GROUP_COLUMNS, quarantine.count_groups(runtime, chosen)
    _show(rows, columns, total, as_json=as_json, empty="Rien en quarantaine.")
    for account in refusals.crowded_accounts(runtime):
        err.print(f"Le compte {visible(account)} a pris plus des deux tiers de sa place : {_CROWDED}.")


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
def show_message(reference: UUID, service: ServiceOption, antenna: AntennaOption, as_json: JsonOption = False) -> None:
    """Ouvre le contenu d'un message ; la lecture est inscrite au journal d'audit sous votre nom de session."""
    body = quarantine.body(_runtime(service, antenna), reference, person=getpass.getuser())
    text = body.decode("utf-8", errors="backslashreplace")
    show_one({"reference": reference, "body": text}, text, as_json=as_json)


@app.command("replay")
@guarded
def replay_messages(
    service: ServiceOption,
    antenna: AntennaOption,
    references: Annotated[list[UUID] | None, typer.Argument(help="Références à rejouer.")] = None,
    code: CodeOption = None,
    source: SourceOption = None,
    broker_account: BrokerAccountOption = None,
    every: Annotated[bool, typer.Option("--all", help="Rejoue tout ce qui est en quarantaine.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Présente à nouveau des messages à la boîte de réception ; deux fois n'a qu'un effet."""
    chosen = _chosen(code, source, broker_account)
    _one_way_of_choosing(references, chosen, every=every)
    runtime = _runtime(service, antenna)
    wanted = references or [message.quarantine_id for message in quarantine.messages(runtime, chosen)]
    replayed, without_body = 0, 0
    for reference in wanted:
        try:
            replayed += replay.replay(runtime, reference)
        except BodyNotKept:
            without_body += 1
    if without_body:
        err.print(f"{without_body} sans contenu. {BodyNotKept.text}")
    show_one(
        {"asked": len(wanted), "replayed": replayed, "without_body": without_body},
        f"{replayed} sur {len(wanted)} rejoués ; les autres restent en quarantaine.",
        as_json=as_json,
    )
    if replayed < len(wanted):
        raise typer.Exit(FAILED)


@app.command("discard")
@guarded
def discard_messages(
    service: ServiceOption,
    antenna: AntennaOption,
    reason: Annotated[str, typer.Option(help="Pourquoi : gardé avec votre nom de session et l'instant.")],
    references: Annotated[list[UUID] | None, typer.Argument(help="Références à écarter.")] = None,
    code: CodeOption = None,
    source: SourceOption = None,
    broker_account: BrokerAccountOption = None,
    as_json: JsonOption = False,
) -> None:
    """Écarte des messages pour de bon : ils restent dans la base, hors des listes (« list --all » les montre)."""
    chosen = _chosen(code, source, broker_account)
    _one_way_of_choosing(references, chosen)
    if not reason.strip():
        fail("dites pourquoi : --reason", USAGE)
    runtime = _runtime(service, antenna)
    wanted = references or [message.quarantine_id for message in quarantine.messages(runtime, chosen)]
    discarded = quarantine.discard(runtime, wanted, getpass.getuser(), reason.strip())
    show_one(
        {"asked": len(wanted), "discarded": discarded},
        f"{discarded} sur {len(wanted)} écartés ; les autres étaient déjà rejoués ou écartés.",
        as_json=as_json,
    )


def _chosen(code: str | None, source: str | None, broker_account: str | None, *, closed_too: bool = False) -> Chosen:
    return Chosen(code, "" if source == "-" else source, broker_account, closed_too)


def _one_way_of_choosing(references: Sequence[UUID] | None, chosen: Chosen, *, every: bool = False) -> None:
    if sum((bool(references), chosen != quarantine.EVERY_OPEN_ONE, every)) != 1:
        fail("donnez des références, ou --code, --source et --broker-account, ou --all où il existe", USAGE)


def _told(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """The columns in which at least one row says something."""
    return {name: heading for name, heading in _COLUMNS.items() if any(row[name] is not None for row in rows)}


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
