"""`maillage topology users`, `maillage topology definitions`: who may do what on the broker, and how to tell it."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chassis.bus.broker_users import BrokerUser, Outsider, OutsiderRefused, users
from chassis.bus.connection import virtual_host_of
from chassis.bus.definitions import definitions, orders
from maillage.cli.console import CONFIGURATION, USAGE, JsonOption, fail, guarded, load_network, out, show
from maillage.network import Network
from maillage.passwords import PasswordUnusable, password_of

ReaderOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reader",
        "-r",
        metavar="NOM=SERVICE,…",
        help="Un lecteur du dehors et les services dont il lit les faits : hopital=permanence,housing. Répétable.",
    ),
]
PasswordsOption = Annotated[
    Path, typer.Option("--passwords", help="Dossier des mots de passe, un fichier par utilisateur (mode 0600).")
]
VirtualHostOption = Annotated[
    str | None, typer.Option("--vhost", help="Hôte virtuel ; sinon celui de MAILLAGE_AMQP_URL.")
]
_COLUMNS = {"name": "utilisateur", "configure": "configure", "write": "write", "read": "read"}
_PASSWORDS = Path("passwords")


@guarded
def list_users(
    reader: ReaderOption = None,
    commands: Annotated[
        bool, typer.Option("--commands", help="Écrit les lignes rabbitmqctl qui les créent, à relire puis à exécuter.")
    ] = False,
    passwords: PasswordsOption = _PASSWORDS,
    vhost: VirtualHostOption = None,
    as_json: JsonOption = False,
) -> None:
    """Dit les utilisateurs du broker et leurs droits, les moindres : un par instance, un pour déclarer.

    Une instance (« permanence.romans ») ne déclare rien, n'écrit que dans l'exchange de son service et dans celui des
    relevés, ne lit que sa file. « maillage.topology » déclare, pour maillage topology apply. Un lecteur du dehors a
    ses files, dont le nom commence par le sien, et lit les faits qu'on lui donne : rien d'autre.
    """
    network = load_network()
    outsiders = _outsiders(reader)
    found = _users(network, outsiders)
    if commands:
        host = vhost or virtual_host_of(network.config.amqp_url)
        for line in orders(found, outsiders, virtual_host=host, passwords=passwords):
            typer.echo(line)
        return
    show([asdict(user) for user in found], _COLUMNS, as_json=as_json, empty="")


@guarded
def write_definitions(
    file: Annotated[Path, typer.Option("--out", help="Le fichier à écrire (mode 0600).")] = Path("definitions.json"),
    reader: ReaderOption = None,
    passwords: PasswordsOption = _PASSWORDS,
    vhost: VirtualHostOption = None,
) -> None:
    """Écrit ce que le broker doit contenir : utilisateurs, droits, exchanges, files, liaisons.

    Chaque utilisateur a son mot de passe dans un fichier du dossier --passwords, tiré s'il n'y est pas, jamais
    remplacé ; les définitions n'en portent que l'empreinte salée. Ensuite :

      rabbitmqctl import_definitions definitions.json

    Refaire après maillage antenna add : ce qui est en place y reste.
    """
    network = load_network()
    outsiders = _outsiders(reader)
    found = _users(network, outsiders)
    try:
        known = {user.name: password_of(passwords, user.name) for user in found}
    except PasswordUnusable as error:
        fail(str(error), CONFIGURATION)
    host = vhost or virtual_host_of(network.config.amqp_url)
    document = definitions(network.topology, found, outsiders, virtual_host=host, passwords=known)
    _write(file, json.dumps(document, indent=2) + "\n")
    out.print(f"{len(found)} utilisateurs de l'hôte virtuel {host}, dans {file} ; leurs mots de passe dans {passwords}")
    out.print(f"À taper sur le broker : rabbitmqctl import_definitions {file}\nPuis : rabbitmqctl delete_user guest")


def _write(file: Path, text: str) -> None:
    """Readable by its owner alone from its first byte on, also where it replaces another."""
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    new.replace(file)


def _users(network: Network, outsiders: Sequence[Outsider]) -> tuple[BrokerUser, ...]:
    try:
        return users(network.topology, network.instances, outsiders)
    except OutsiderRefused as error:
        fail(str(error), USAGE)


def _outsiders(asked: list[str] | None) -> list[Outsider]:
    found = []
    for one in asked or []:
        name, _, services = one.partition("=")
        wanted = tuple(service.strip() for service in services.split(",") if service.strip())
        if not wanted:
            fail(f"--reader {one} : dites ce qu'il lit, par exemple --reader {name or 'hopital'}=permanence", USAGE)
        found.append(Outsider(name, wanted))
    return found
