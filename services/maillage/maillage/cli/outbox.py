"""`maillage outbox` and `maillage reconcile`: facts sent again, and readers compared with the owners that they read."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Annotated

import typer

from chassis.core.accounts.resend import Chosen, resend_to, resend_to_all
from chassis.core.clock import PARIS
from chassis.core.config import Profile
from chassis.core.instance import Instance
from contracts.catalogue import BY_TYPE, CATALOGUE
from maillage.cli.console import FAILED, USAGE, AntennaOption, JsonOption, err, fail, guarded, load_network, out, show
from maillage.network import InstanceUnknown, Network
from maillage.reconcile import Difference, Found, compare, pairs, send_missing

app = typer.Typer(help="La boîte d'envoi : les faits d'une instance, renvoyés.", no_args_is_help=True)

SHOWN = 50
_SENTENCES = {
    Difference.MISSING: "manque au lecteur",
    Difference.UNKNOWN_TO_OWNER: "inconnu de son propriétaire",
    Difference.OTHER_CONTENT: "dit autre chose chez le lecteur",
}


@app.command("resend")
@guarded
def resend(
    service: Annotated[str, typer.Option("--service", "-s", help="Nom du service qui possède les faits.")],
    antenna: AntennaOption,
    reader: Annotated[
        str | None,
        typer.Option(help="À ce lecteur seul, par exemple reporting.<antenne> ; sinon à tous, ceux du dehors compris."),
    ] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", help="Ces types seulement, par exemple housing.intern_arrived.v1.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Enregistrés depuis ce jour, AAAA-MM-JJ.")] = None,
) -> None:
    """Renvoie des faits déjà envoyés : deux fois n'a qu'un effet, un lecteur écarte ce qu'il a.

    Pour un lecteur nouveau, qui n'a pas l'histoire, ou après une panne. Le relais de l'instance les envoie dès que la
    commande est finie, ou dès qu'il est lancé.
    """
    owner = Instance(service, antenna)
    network = load_network(owner)
    if not any(entry.owner == service for entry in CATALOGUE):
        fail(f"{service} ne publie rien : rien à renvoyer", USAGE)
    if unknown := [name for name in types or () if name not in BY_TYPE]:
        fail(f"type inconnu : {', '.join(unknown)} (les voir : maillage events)", USAGE)
    if foreign := [name for name in types or () if BY_TYPE[name].owner != service]:
        fail(f"{owner} ne publie pas {', '.join(foreign)}", USAGE)
    chosen = Chosen(tuple(types or ()), _beginning_of(since))
    runtime = network.runtime(owner)
    try:
        if reader is None:
            number = resend_to_all(runtime, chosen)
        else:
            _check_server(network)
            instance = _instance(network, reader)
            keys = network.topology.readers_of(owner).get(instance.inbox)
            if keys is None:
                fail(f"{instance} ne lit rien de {owner}", USAGE)
            number = resend_to(runtime, instance.inbox, keys, chosen)
    finally:
        runtime.database.close()
    out.print(f"{number} faits à renvoyer : le relais de {owner} les envoie.")


@guarded
def reconcile(
    owner: Annotated[
        str | None, typer.Option(help="Les faits de cette instance seulement, par exemple permanence.<antenne>.")
    ] = None,
    reader: Annotated[str | None, typer.Option(help="Ce lecteur seulement, par exemple reporting.<antenne>.")] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Renvoie à chaque lecteur ce qui lui manque.")] = False,
    every: Annotated[bool, typer.Option("--all", help=f"Montre tous les faits, pas seulement {SHOWN}.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Compare les boîtes d'envoi avec ce que leurs lecteurs ont reçu ; statut 1 si quelque chose diffère.

    MISSING : envoyé depuis plus d'une minute, sans trace chez le lecteur ; --repair le renvoie.

    UNKNOWN_TO_OWNER : chez le lecteur, mais pas chez son propriétaire. Une sauvegarde plus ancienne y a été restaurée,
    ou quelqu'un d'autre a publié en son nom. Rien n'est effacé : docs/operations.md, « Restaurer une sauvegarde ».

    OTHER_CONTENT : même identifiant, autre contenu.
    """
    network = load_network()
    if repair:
        _check_server(network)
    chosen = [_instance(network, name) if name else None for name in (owner, reader)]
    compared = list(pairs(network, *chosen))
    if not compared:
        fail("aucune de ces instances ne lit l'autre", USAGE)
    found = (one for pair in compared for one in _told(network, *pair))
    counted = Counter[Difference]()
    rows: list[dict[str, object]] = []
    for one in send_missing(network, found) if repair else found:
        counted[one.difference] += 1
        if every or as_json or len(rows) < SHOWN:
            rows.append({**asdict(one), "owner": str(one.owner), "reader": str(one.reader)})
    _show(rows, counted, len(compared), as_json=as_json, repaired=repair)
    if counted:
        raise typer.Exit(FAILED)


def _told(network: Network, owner: Instance, reader: Instance) -> Iterator[Found]:
    err.print(f"{owner} → {reader}…")
    yield from compare(network, owner, reader)


def _show(
    rows: list[dict[str, object]], counted: Counter[Difference], compared: int, *, as_json: bool, repaired: bool
) -> None:
    if as_json:
        document = {"pairs": compared, "counts": {kind.value: counted[kind] for kind in Difference}, "facts": rows}
        typer.echo(json.dumps(document, default=str, indent=2))
        return
    columns = {"event_id": "événement", "difference": "code", "owner": "propriétaire", "reader": "lecteur"}
    show(rows, columns | {"type": "type"}, as_json=False, empty=f"{compared} lectures comparées : rien ne diffère.")
    if len(rows) < counted.total():
        err.print(f"… et {counted.total() - len(rows)} de plus : --all les montre tous.")
    for kind, number in counted.items():
        out.print(f"{number} : {_SENTENCES[kind]} ({kind})")
    if counted[Difference.UNKNOWN_TO_OWNER]:
        out.print("Ce qu'il faut faire : docs/operations.md, « Restaurer une sauvegarde ».")
    if counted[Difference.MISSING]:
        out.print("Ils sont renvoyés par les relais." if repaired else "À taper : maillage reconcile --repair")


def _check_server(network: Network) -> None:
    if network.config.profile is Profile.EMBEDDED:
        fail("le profil embarqué renvoie tout à chaque lancement : relancez maillage run --all", USAGE)


def _instance(network: Network, name: str) -> Instance:
    for instance in network.instances:
        if str(instance) == name:
            return instance
    raise InstanceUnknown(f"aucune instance {name} (connues : {', '.join(map(str, network.instances))})")


def _beginning_of(day: str | None) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), tzinfo=PARIS)
    except ValueError:
        fail("--since s'écrit AAAA-MM-JJ, par exemple 2026-12-01", USAGE)
