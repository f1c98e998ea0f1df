"""`maillage topology`: what the broker must hold, declared or checked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import typer

from chassis.bus import declare
from chassis.bus.causes import broker_cause
from chassis.bus.connection import CONNECTION_ERRORS, connect
from chassis.core.causes import ServerUnusable
from chassis.core.config import Profile
from maillage.cli.console import FAILED, JsonOption, fail, guarded, load_network, out
from maillage.network import Network

app = typer.Typer(help="Les exchanges, files et liaisons du broker.", no_args_is_help=True)


@app.command("show")
@guarded
def show(as_json: JsonOption = False) -> None:
    """Montre la topologie calculée depuis le catalogue et les antennes."""
    topology = load_network().topology
    if as_json:
        typer.echo(json.dumps(asdict(topology), indent=2))
        return
    for binding in topology.bindings:
        out.print(f"{binding.exchange}  --{binding.pattern}-->  {binding.queue}")


@app.command("apply")
@guarded
def apply() -> None:
    """Déclare tout ce qui manque sur le broker ; sans effet la seconde fois."""
    network = load_network()
    with _broker(network) as connection:
        declare.apply(connection, network.topology)
    topology = network.topology
    exchanges = len(topology.exchanges) + len(topology.direct_exchanges)
    out.print(f"{exchanges} exchanges, {len(topology.queues)} files, {len(topology.bindings)} liaisons en place")


@app.command("check")
@guarded
def check() -> None:
    """Dit quelles files et quels exchanges manquent sur le broker ; statut 1 s'il en manque.

    Les liaisons ne se demandent pas à un broker : topology apply les refait, et ce qu'une liaison perdue n'a pas porté
    est réclamé par son lecteur au relevé suivant (facts_lacking).
    """
    network = load_network()
    with _broker(network) as connection:
        exchanges = (*network.topology.exchanges, *network.topology.direct_exchanges)
        missing = list(declare.missing(connection, exchanges=exchanges, queues=network.topology.queues))
    if missing:
        fail("il manque " + ", ".join(missing) + ". À taper : maillage topology apply", FAILED)
    out.print(
        "files et exchanges sont en place. Les liaisons ne se demandent pas à un broker : maillage topology apply les "
        "refait"
    )


@contextmanager
def _broker(network: Network) -> Iterator[Any]:
    """A connection for the time of a command; what is already in place when the broker goes away stays there."""
    if network.config.profile is Profile.EMBEDDED:
        fail("le profil embarqué n'a pas de broker : sa topologie vit dans le processus de maillage run --all")
    try:
        with connect(network.config.amqp_url, heartbeat=0, name="maillage topology") as connection:
            yield connection
    except CONNECTION_ERRORS as error:
        if (cause := broker_cause(error)) is None:
            raise
        raise ServerUnusable(cause) from error
