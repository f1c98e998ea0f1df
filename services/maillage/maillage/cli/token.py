"""`maillage token`: bearer tokens for the HTTP access of an antenna."""

from typing import Annotated

import typer

from chassis.core.clock import SystemClock
from maillage.cli.console import AntennaOption, guarded, load_network

app = typer.Typer(help="Les jetons d'accès HTTP.", no_args_is_help=True)


@app.command("create")
@guarded
def create(
    person: Annotated[str, typer.Option(help="Qui s'en sert (identifiant de la personne, pas son nom).")],
    role: Annotated[
        str, typer.Option(help="Son métier : secretary, doctor, housing_agent, accountant, coordinator, reporter…")
    ],
    antenna: AntennaOption,
    days: Annotated[int, typer.Option(min=1, max=366, help="Durée de validité, en jours.")] = 30,
) -> None:
    """Crée un jeton pour une personne, un métier et une antenne ; il s'écrit une fois, sur la sortie standard."""
    from chassis.http.tokens import create_token  # the signature library is loaded by this command alone

    network = load_network()
    network.antenna(antenna)
    now = SystemClock().now()
    typer.echo(create_token(network.keyring, person=person, role=role, antenna=antenna, now=now, days=days))
