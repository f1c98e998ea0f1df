"""A key that is not the database's is refused by everything that opens one, in both profiles; and `maillage key`."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from typer.main import get_command
from typer.testing import CliRunner, Result

from chassis.core.config import PREFIX, load_config
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.keyring import create_key, load_keyring
from chassis.core.runtime import Runtime
from maillage.cli.main import app
from maillage.network import Network
from support import pace
from support.journals import JOURNALS
from support.recorded import row_counts
from support.servers import Servers

DONE, FAILED, CONFIGURATION = 0, 1, 3
PERMANENCE = ("--service", "permanence", "--antenna", "romans")
ANTENNA = """
label = "Romans"
opened_on = 2023-09-04
services = ["permanence", "reporting"]

[permanence.imports.logiciel.patients.columns]
external_id = "Dossier"
registered_on = "Inscrit"
birth_on = "Né"
commune = "INSEE"
ald = "ALD"
no_medecin_traitant_reason = "Motif"
"""
# By command: what is typed after it. Those of a process of their own are started as one.
OPENS_A_DATABASE: Mapping[str, Sequence[str]] = {
    "migrate": (),
    "trace": (str(uuid4()),),
    "quarantine list": PERMANENCE,
    "quarantine waiting": PERMANENCE,
    "quarantine show": (str(uuid4()), *PERMANENCE),
    "quarantine replay": ("--all", *PERMANENCE),
    "quarantine discard": (str(uuid4()), "--reason", "essai", *PERMANENCE),
    "outbox resend": PERMANENCE,
    "reconcile": (),
    "bulletin publish": ("--antenna", "romans", "--until", "2023-10"),
    "bulletin rebuild": ("--antenna", "romans"),
    "permanence import": ("patients", "{folder}/patients.csv", "--antenna", "romans", "--source", "logiciel"),
    "permanence count": ("--antenna", "romans"),
    "key check": (),
}
PROCESSES: Mapping[str, Sequence[str]] = {
    "run": ("permanence", "--antenna", "romans"),
    "serve": ("permanence", "--antenna", "romans"),
}
OPENS_NONE = {
    *("antenna add", "antenna list", "docs write", "events", "key create", "key pair", "token create"),
    *("topology apply", "topology check", "topology definitions", "topology show", "topology users"),
    "demo",  # its databases and its key are its own
}


@dataclass
class Installed:
    """A permanence and a reporting whose databases are sealed with `ours`; `theirs` is another network's key."""

    folder: Path
    environment: dict[str, str]
    runtimes: list[Runtime] = field(default_factory=list)

    @property
    def key_ids(self) -> list[str]:
        return [load_keyring(self.folder / name).key_id for name in ("ours.key", "theirs.key")]

    def type(self, *arguments: str, key: str = "theirs.key") -> Result:
        return CliRunner().invoke(app, arguments, env=self.environment | {"MAILLAGE_KEY_FILE": str(self.folder / key)})

    def try_on_a_database(self, command: str, **key: str) -> Result:
        arguments = (argument.format(folder=self.folder) for argument in OPENS_A_DATABASE[command])
        return self.type(*command.split(), *arguments, **key)

    def counts(self) -> list[Mapping[str, int]]:
        return [row_counts(runtime) for runtime in self.runtimes]


@pytest.fixture(scope="module", params=["embedded", "server"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "antennas").mkdir()
    (folder / "antennas" / "romans.toml").write_text(ANTENNA)
    (folder / "patients.csv").write_text("Dossier;Inscrit;Né;INSEE;ALD;Motif\n")
    for name in ("ours.key", "theirs.key"):
        create_key(folder / name)
    settings = {"PROFILE": request.param, "ANTENNAS_DIR": str(folder / "antennas"), "STATE_DIR": str(folder / "state")}
    if request.param == "server":
        servers: Servers = request.getfixturevalue("servers")
        settings |= {"DATABASE_URL": _two_databases(servers), "AMQP_URL": "amqp://guest:guest@127.0.0.1:1//"}
    here = Installed(folder, {PREFIX + name: value for name, value in settings.items()})
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    assert here.type("migrate", key="ours.key").exit_code == DONE
    with pytest.MonkeyPatch.context() as shell:
        for name, value in (here.environment | {"MAILLAGE_KEY_FILE": str(folder / "ours.key")}).items():
            shell.setenv(name, value)
        network = Network.load(load_config())
        here.runtimes = [network.runtime(instance) for instance in network.instances]
    receive(here.runtimes[0], [Delivery(b"refused", None)])
    yield here
    for runtime in here.runtimes:
        runtime.database.close()
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)


def _two_databases(servers: Servers) -> str:
    """A PostgreSQL template whose two databases are there, empty."""
    url = sa.make_url(servers.database())
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for instance in ("permanence_romans", "reporting_romans"):
            connection.exec_driver_sql(f"CREATE DATABASE {url.database}_{instance}")
    engine.dispose()
    return url.render_as_string(hide_password=False) + "_{service}_{antenna}"


def commands(command: Any, *names: str) -> Iterator[str]:
    """What can be typed: groups of commands are not."""
    if not hasattr(command, "commands"):
        yield " ".join(names)
        return
    for name, within in command.commands.items():
        yield from commands(within, *names, name)


def test_every_command_says_here_whether_it_opens_a_database() -> None:
    assert set(commands(get_command(app))) == {*OPENS_A_DATABASE, *PROCESSES, *OPENS_NONE}


@pytest.mark.parametrize("command", OPENS_A_DATABASE)
def test_a_command_refuses_another_key_before_it_does_anything(installed: Installed, command: str) -> None:
    before = installed.counts()
    result = installed.try_on_a_database(command)
    assert (result.exit_code, "Traceback" in result.output) == (CONFIGURATION, False), result.output
    assert all(key_id in result.output for key_id in installed.key_ids)
    assert installed.counts() == before


@pytest.mark.parametrize("command", OPENS_A_DATABASE)
def test_the_same_command_is_not_refused_with_the_key_of_its_database(installed: Installed, command: str) -> None:
    result = installed.try_on_a_database(command, key="ours.key")
    assert result.exit_code in (DONE, FAILED), result.output
    assert "clé" not in result.stderr


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_refuses_another_key_and_ends(installed: Installed, process: str) -> None:
    before = installed.counts()
    arguments = ("--all",) if (process, installed.folder.name) == ("run", "embedded0") else PROCESSES[process]
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    key = {"MAILLAGE_KEY_FILE": str(installed.folder / "theirs.key"), "MAILLAGE_HTTP_PORT": "0"}
    ended = subprocess.run(
        [sys.executable, "-m", "maillage", process, *arguments],
        env=others | installed.environment | key,
        capture_output=True,
        text=True,
        check=False,
        timeout=pace.patience(),
    )
    JOURNALS.said(ended.stderr)
    assert (ended.returncode, "Traceback" in ended.stderr) == (CONFIGURATION, False), ended.stderr
    assert all(key_id in ended.stderr for key_id in installed.key_ids)
    assert "ready" not in ended.stdout
    assert installed.counts() == before


def test_a_check_names_the_key_of_each_database_and_counts_what_it_opens(installed: Installed) -> None:
    ours, theirs = installed.key_ids
    good, wrong = installed.type("key", "check", key="ours.key"), installed.type("key", "check", "--json")
    assert (good.exit_code, wrong.exit_code) == (DONE, CONFIGURATION)
    assert good.stdout.count(ours) == 3
    assert {(row["instance"], row["sealed_by"], row["state"]) for row in json.loads(wrong.stdout)} == {
        ("permanence.romans", ours, "une autre clé"),
        ("reporting.romans", ours, "une autre clé"),
    }
    for key, opened, status in (("ours.key", 1, DONE), ("theirs.key", 0, CONFIGURATION)):
        listed = installed.type("key", "check", "permanence", "--list", "--json", key=key)
        (row,) = json.loads(listed.stdout)
        assert listed.exit_code == status
        assert row == {
            "instance": "permanence.romans",
            "table": "quarantine",
            "purpose": "quarantine",
            "opened": opened,
            "refused": 1 - opened,
        }
    assert theirs not in good.output


def test_no_key_is_made_where_databases_are(installed: Installed) -> None:
    """The embedded profile makes one at its first use; a server's is made on purpose."""
    before = installed.counts()
    result = installed.type("migrate", key="none.key")
    assert (result.exit_code, "Traceback" in result.output) == (CONFIGURATION, False)
    assert "clé" in result.stderr
    assert not (installed.folder / "none.key").exists()
    assert installed.counts() == before


def test_a_key_is_not_made_on_purpose_beside_databases_either(tmp_path: Path) -> None:
    (tmp_path / "permanence_romans.db").touch()
    result = CliRunner().invoke(app, ["key", "create", str(tmp_path / "maillage.key")])
    assert result.exit_code == CONFIGURATION
    assert "permanence_romans.db" in result.stderr
    assert not (tmp_path / "maillage.key").exists()


def test_a_database_that_is_not_migrated_has_no_key_yet(tmp_path: Path, installed: Installed) -> None:
    elsewhere = {"MAILLAGE_STATE_DIR": str(tmp_path), "MAILLAGE_PROFILE": "embedded"}
    known = {name: value for name, value in installed.environment.items() if not name.endswith("_URL")}
    key = {"MAILLAGE_KEY_FILE": str(installed.folder / "ours.key")}
    result = CliRunner().invoke(app, ["key", "check"], env=known | elsewhere | key)
    assert result.exit_code == FAILED
    assert "à migrer" in result.stdout
