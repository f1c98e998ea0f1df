"""`maillage run`, `serve`, `migrate`: the processes of an instance and its database."""

import os
import sys
from typing import Annotated

import typer

from chassis.core.config import Profile
from chassis.core.instance import Instance
from maillage.cli.console import USAGE, AntennaOption, chosen, counting, err, fail, guarded, load_network, out
from maillage.foreseen import FORESEEN, Trouble, foreseen

ServiceArgument = Annotated[str, typer.Argument(help="Nom du service, par exemple permanence.")]


@guarded
def run(
    service: Annotated[str | None, typer.Argument(help="Nom du service ; avec --all, tous.")] = None,
    antenna: Annotated[str | None, typer.Option("--antenna", "-a", help="Code de l'antenne.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Toutes les instances, dans un seul processus (profil embarqué).")
    ] = False,
) -> None:
    """Lance le processus d'une instance : sa boîte de réception et son relais.

    Attend, en le disant, la base, le broker, la file ou l'exchange qui ne sont pas encore là. SIGTERM termine le lot
    en cours avant de sortir.
    """
    network = load_network()
    if every == bool(service and antenna):
        fail("donnez un service et --antenna, ou bien --all", USAGE)
    if every and network.config.profile is Profile.SERVER:
        fail("--all est réservé au profil embarqué : en profil serveur, une instance est un processus", USAGE)
    if not every and network.config.profile is Profile.EMBEDDED:
        fail("le profil embarqué tient en un seul processus : maillage run --all", USAGE)
    instances = chosen(network, service, antenna)
    command = [sys.executable, "-P", "-m", "maillage.worker_process", *map(str, instances)]
    os.execv(sys.executable, command)  # noqa: S606 - the same interpreter, patched by eventlet from its first line


@guarded
def serve(service: ServiceArgument, antenna: AntennaOption) -> None:
    """Ouvre l'accès HTTP d'une instance (sans connexion au broker)."""
    from chassis.http.serve import serve as serve_http  # Flask is loaded by this command alone

    instance = Instance(service, antenna)
    network = load_network(instance)
    runtime, config = network.runtime(instance), network.config
    serve_http(runtime, config.http_host, config.http_port, config.http_trusted_proxy, config.metrics_address)


@guarded
def migrate(
    service: Annotated[str | None, typer.Argument(help="Nom du service ; tous si absent.")] = None,
    antenna: Annotated[
        str | None, typer.Option("--antenna", "-a", help="Code de l'antenne ; toutes si absent.")
    ] = None,
) -> None:
    """Amène les bases choisies à la dernière version ; sans effet si elles y sont déjà.

    La première fois, y inscrit quelle clé les scelle, après l'avoir essayée sur tout ce qui est déjà scellé. Une autre
    clé que celle de la base : statut 3, et rien n'est écrit.
    Une base qui ne peut pas l'être n'arrête pas les autres : la fin dit lesquelles restent, et pourquoi.
    """
    from chassis.core.migrate import migrate as migrate_database  # alembic is loaded by this command alone

    network = load_network()
    instances = chosen(network, service, antenna)
    left: dict[Instance, Trouble] = {}
    for instance in instances:
        try:
            runtime = network.runtime(instance)
            with counting("lignes scellées essayées") as progress:
                revisions = migrate_database(runtime, progress=progress)
            runtime.database.close()
        except FORESEEN as error:
            if (trouble := foreseen(error)) is None:
                raise
            left[instance] = trouble
            err.print(f"{instance} : pas migrée ; {trouble.text}", markup=False)
        else:
            out.print(f"{instance} : socle {revisions['chassis']}, service {revisions['service']}")
    if left:
        status = max(trouble.status for trouble in left.values())
        names = ", ".join(map(str, left))
        fail(f"{len(left)} sur {len(instances)} pas migrées : {names}. La cause réparée, retapez la commande", status)
