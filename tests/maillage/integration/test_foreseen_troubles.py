"""Every command against everything that an installation may meet: one sentence, the right status, never a traceback."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import typer
from typer.testing import CliRunner, Result

from chassis.core.keyring import create_key
from local_servers.processes import die_with_parent
from maillage.cli.main import app
from support import pace
from support.journals import JOURNALS
from support.project_tree import ROOT
from support.servers import Servers

DONE, FAILED, CONFIGURATION = 0, 1, 3
DATABASE, BROKER, DECLARING, KEY, ANTENNAS = "database", "broker", "declaring", "key", "antennas"
NETWORK = {ANTENNAS}
INSTANCE = {ANTENNAS, KEY, DATABASE}
ANTENNA = """
label = "Romans"
opened_on = 2023-09-04
services = ["permanence", "reporting"]

[permanence.imports.logiciel.patients.columns]
external_id = "N° dossier"
registered_on = "Créé le"
birth_on = "Né le"
commune = "INSEE"
ald = "ALD"
no_medecin_traitant_reason = "Motif"
"""
FILE = "N° dossier;Créé le;Né le;INSEE;ALD;Motif\nD1;30/10/2023;13/07/1931;26281;O;doctor_retired\n"
SCENARIOS = str(ROOT / "scenarios")
PLACE = ("--service", "reporting", "--antenna", "romans")

# What is typed for each command of the program, and what it cannot do without.
COMMANDS: Mapping[str, tuple[Sequence[str], set[str]]] = {
    "events": ((), set()),
    "migrate": ((), INSTANCE),
    "trace": ((str(uuid4()),), INSTANCE),
    "serve": (("permanence", "--antenna", "romans"), {ANTENNAS, KEY}),
    "run": (("permanence", "--antenna", "romans"), NETWORK),
    "topology show": ((), NETWORK),
    "topology apply": ((), {ANTENNAS, BROKER, DECLARING}),
    "topology check": ((), {ANTENNAS, BROKER}),
    "topology users": ((), NETWORK),
    "topology definitions": ((), NETWORK),
    "quarantine list": (PLACE, INSTANCE),
    "quarantine discard": (("--code", "POISON", "--reason", "essai", *PLACE), INSTANCE),
    "quarantine waiting": (PLACE, INSTANCE),
    "quarantine show": ((str(uuid4()), *PLACE), INSTANCE),
    "quarantine replay": (("--all", *PLACE), INSTANCE),
    "outbox resend": (("--service", "permanence", "--antenna", "romans"), INSTANCE),
    "reconcile": ((), INSTANCE),
    "antenna list": ((), NETWORK),
    "antenna add": (("laval", "--label", "Laval", "--opened-on", "2024-01-01"), NETWORK),
    "key create": (("new.key",), set()),
    "key pair": (("reporting", "sealing"), set()),
    "key check": ((), INSTANCE),
    "token create": (("--person", "anne", "--role", "secretary", "--antenna", "romans"), {ANTENNAS, KEY}),
    "permanence import": (
        ("patients", "export.csv", "--antenna", "romans", "--source", "logiciel"),
        INSTANCE,
    ),
    "permanence count": (("--antenna", "romans"), INSTANCE),
    "bulletin publish": (("--antenna", "romans", "--until", "2023-10"), INSTANCE),
    "bulletin rebuild": (("--antenna", "romans"), INSTANCE),
}
# They start processes of their own or write documents of the sources: tried by themselves below.
APART = {"demo", "docs write"}
# They go on for as long as nobody stops them: what they wait for is told by their log.
ENDLESS = {"run", "serve"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Settings that are wrong, what this takes away from commands, and what is said of it."""

    takes: str
    settings: Mapping[str, str]
    said: str
    status: int


@dataclass(frozen=True, slots=True)
class Installed:
    """A migrated server installation of one antenna in a folder."""

    folder: Path
    environment: Mapping[str, str]
    troubles: Mapping[str, Trouble]

    def type(self, command: str, settings: Mapping[str, str]) -> Result:
        arguments, _ = COMMANDS[command]
        return CliRunner().invoke(app, [*command.split(), *arguments], env={**self.environment, **settings})


@pytest.fixture(scope="module")
def installed(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp("installed")
    (folder / "antennas").mkdir()
    (folder / "antennas" / "romans.toml").write_text(ANTENNA, encoding="utf-8")
    (folder / "export.csv").write_text(FILE, encoding="utf-8")
    create_key(folder / "maillage.key")
    (folder / "open.key").write_bytes((folder / "maillage.key").read_bytes())
    broker = servers.virtual_host()
    bases = Bases(servers)
    environment = {
        "MAILLAGE_PROFILE": "server",
        "MAILLAGE_DATABASE_URL": bases.url(),
        "MAILLAGE_AMQP_URL": broker,
        "MAILLAGE_KEY_FILE": str(folder / "maillage.key"),
        "MAILLAGE_ANTENNAS_DIR": str(folder / "antennas"),
    }
    limited = limited_user(servers, broker)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in ("migrate", "topology apply"):
            done = CliRunner().invoke(app, command.split(), env=environment)
            assert done.exit_code == DONE, done.output
        yield Installed(folder, environment, troubles(bases, broker, limited, folder))
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)


class Bases:
    """Roles and bases of the antenna's two instances, and the addresses by which they are missed."""

    def __init__(self, servers: Servers) -> None:
        assert servers.nodes.postgres_url is not None
        self._administration = sa.make_url(servers.nodes.postgres_url.format(database="postgres"))
        self._prefix = str(sa.make_url(servers.database()).database)
        engine = sa.create_engine(self._administration, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for service in ("permanence", "reporting"):
                name = f"{self._prefix}_{service}_romans"
                connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
                connection.exec_driver_sql(f"CREATE DATABASE {name} OWNER {name}")
                connection.exec_driver_sql(f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC")
                connection.exec_driver_sql(f"CREATE ROLE closed_{name} NOLOGIN PASSWORD 'right'")
                connection.exec_driver_sql(f"CREATE ROLE other_{name} LOGIN PASSWORD 'right'")
        engine.dispose()

    def url(self, **wrong: str) -> str:
        """The template of their addresses, right but for what is given."""
        at = f"{self._administration.host}:{self._administration.port}"
        given = {"role": "", "password": "right", "base": "", "at": at} | wrong
        name = self._prefix + "_{service}_{antenna}"
        return f"postgresql+psycopg2://{given['role']}{name}:{given['password']}@{given['at']}/{given['base']}{name}"


def limited_user(servers: Servers, broker: str) -> str:
    """The address of the virtual host for a user who may declare nothing there."""
    assert servers.nodes.rabbitmq is not None
    servers.nodes.rabbitmq.ctl("add_user", "limited", "right")
    servers.nodes.rabbitmq.ctl("set_permissions", "-p", broker.rsplit("/", 1)[1], "limited", "^$", "^$", "^$")
    return broker.replace("guest:guest", "limited:right")


def troubles(bases: Bases, broker: str, limited: str, folder: Path) -> Mapping[str, Trouble]:
    def database(said: str, status: int, **wrong: str) -> Trouble:
        return Trouble(DATABASE, {"MAILLAGE_DATABASE_URL": bases.url(**wrong)}, f"DATABASE_{said}", status)

    def bus(said: str, status: int, url: str, takes: str = BROKER) -> Trouble:
        return Trouble(takes, {"MAILLAGE_AMQP_URL": url}, f"BROKER_{said}", status)

    away, nowhere = f"127.0.0.1:{free_port()}", folder / "nowhere"
    return {
        "the database is away": database("CONNECTION_REFUSED", FAILED, at=away),
        "its name is unknown": database("HOST_UNKNOWN", CONFIGURATION, at="no-such-host.invalid"),
        "a wrong password": database("PASSWORD_REFUSED", CONFIGURATION, password="wrong"),
        "a missing role": database("PASSWORD_REFUSED", CONFIGURATION, role="nobody_"),
        "a role that may not log in": database("ROLE_REFUSED", CONFIGURATION, role="closed_"),
        "a role of another base": database("RIGHT_MISSING", CONFIGURATION, role="other_"),
        "a missing base": database("MISSING", CONFIGURATION, base="no_"),
        "the broker is away": bus("CONNECTION_REFUSED", FAILED, f"amqp://guest:guest@{away}/"),
        "the broker's name is unknown": bus("HOST_UNKNOWN", CONFIGURATION, "amqp://guest:guest@no-such-host.invalid/"),
        "a wrong password of the broker": bus(
            "PASSWORD_REFUSED", CONFIGURATION, broker.replace("guest:guest", "guest:wrong")
        ),
        "a wrong virtual host": bus("VIRTUAL_HOST_REFUSED", CONFIGURATION, broker + "-nowhere"),
        "a user of the broker without rights": bus("RIGHT_MISSING", CONFIGURATION, limited, DECLARING),
        "no key": Trouble(KEY, {"MAILLAGE_KEY_FILE": str(nowhere)}, "clé illisible", CONFIGURATION),
        "a key that others may read": Trouble(
            KEY, {"MAILLAGE_KEY_FILE": str(folder / "open.key")}, "lisible par d'autres", CONFIGURATION
        ),
        "no antenna folder": Trouble(ANTENNAS, {"MAILLAGE_ANTENNAS_DIR": str(nowhere)}, "nowhere", CONFIGURATION),
    }


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@cache
def commands_of_the_program() -> frozenset[str]:
    def leaves(command: Any, path: tuple[str, ...]) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield " ".join(path)
        for name, each in (inner or {}).items():
            yield from leaves(each, (*path, name))

    return frozenset(leaves(typer.main.get_command(app), ()))


def test_no_command_is_left_out() -> None:
    assert commands_of_the_program() == {*COMMANDS, *APART}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_says_what_it_lacks_and_ends_with_the_status_of_it(installed: Installed, command: str) -> None:
    needs = COMMANDS[command][1]
    before = set((installed.folder / "antennas").iterdir())
    for name, trouble in installed.troubles.items():
        if command in ENDLESS and trouble.takes not in needs:
            continue
        ended = installed.type(command, trouble.settings)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), (name, ended.exception)
        assert "Traceback" not in ended.output, name
        assert "right" not in ended.stderr, (name, "a password is shown")
        if trouble.takes in needs:
            assert (ended.exit_code, trouble.said in ended.stderr) == (trouble.status, True), (name, ended.output)
            assert "maillage :" in ended.stderr, name
        else:
            assert ended.exit_code in (DONE, FAILED), (name, ended.output)
            assert "_REFUSED" not in ended.output, name
    for added in set((installed.folder / "antennas").iterdir()) - before:
        added.unlink()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("key create", ("export.csv/maillage.key",)),
        ("key pair", ("reporting", "export.csv/sealing")),
        ("bulletin publish", ("--antenna", "romans", "--until", "2023-10", "--out", "export.csv/bulletins")),
        ("docs write", ()),
    ],
)
def test_a_folder_where_nothing_can_be_written_is_named(
    installed: Installed, command: str, arguments: Sequence[str]
) -> None:
    (installed.folder / "docs").touch()
    ended = CliRunner().invoke(app, [*command.split(), *arguments], env=dict(installed.environment))
    assert (ended.exit_code, type(ended.exception)) == (CONFIGURATION, SystemExit), ended.output
    assert (arguments[-1] if arguments else "docs").split("/")[0] in ended.stderr


def test_what_is_left_after_a_migration_is_told_and_the_others_are_migrated(installed: Installed) -> None:
    laval = installed.folder / "antennas" / "laval.toml"
    laval.write_text('label = "Laval"\nopened_on = 2024-01-01\nservices = ["reporting"]\n', encoding="utf-8")
    ended = installed.type("migrate", {})
    laval.unlink()
    assert ended.exit_code == CONFIGURATION
    assert "reporting.laval : pas migrée ; la base de données refuse le mot de passe" in ended.stderr
    assert "1 sur 3 pas migrées : reporting.laval. La cause réparée, retapez la commande" in ended.stderr
    assert [line.split(" : ")[0] for line in ended.stdout.splitlines()] == ["permanence.romans", "reporting.romans"]


def test_processes_that_cannot_start_say_why_in_one_line(installed: Installed) -> None:
    """Of programs that would go on: a busy port, a key that others may read, no antennas."""
    with closing(socket.create_server(("127.0.0.1", 0))) as busy:
        port = str(busy.getsockname()[1])
        key = str(installed.folder / "open.key")
        started = {
            "MAILLAGE_HTTP_PORT": start(installed, "maillage", "serve", *COMMANDS["serve"][0], HTTP_PORT=port),
            "chmod 600": start(installed, "maillage", "run", *COMMANDS["run"][0], KEY_FILE=key),
            "aucun fichier d'antenne": start(
                installed, "maillage", "demo", "--scenarios", SCENARIOS, "--antennas", "nowhere"
            ),
        }
        for said, process in started.items():
            _, told = process.communicate(timeout=pace.patience())
            JOURNALS.said(told)
            assert process.returncode == CONFIGURATION, told
            assert said in told
            assert "Traceback" not in told


def start(installed: Installed, module: str, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
    changed = {f"MAILLAGE_{name}": value for name, value in settings.items()}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **installed.environment, **changed},
        cwd=installed.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent,
    )
