"""`maillage topology users` and `definitions`: what an operator reads, gives to a real broker, and keeps."""

import json
import logging
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import PREFIX
from local_servers import LocalServers
from local_servers.rabbitmq import RabbitMQNode
from maillage.cli.main import app
from support.servers import Servers

DONE, USAGE, CONFIGURATION = 0, 2, 3
USERS = {"maillage.topology", "permanence.romans", "reporting.romans"}


@dataclass(frozen=True, slots=True)
class Operator:
    folder: Path

    def type(self, *arguments: str, amqp_url: str = "amqp://guest:guest@127.0.0.1:1/reseau") -> Result:
        settings = {
            "PROFILE": "server",
            "ANTENNAS_DIR": str(self.folder),
            "DATABASE_URL": "postgresql+psycopg2://{service}_{antenna}@127.0.0.1:1/{service}_{antenna}",
            "KEY_FILE": str(self.folder / "none.key"),
            "AMQP_URL": amqp_url,
        }
        environment = {PREFIX + name: value for name, value in settings.items()}
        return CliRunner().invoke(app, ["topology", *arguments], env=environment)

    def write(self, *arguments: str, amqp_url: str = "amqp://guest:guest@127.0.0.1:1/reseau") -> Result:
        where = ("--out", str(self.folder / "definitions.json"), "--passwords", str(self.folder / "passwords"))
        return self.type("definitions", *where, *arguments, amqp_url=amqp_url)

    def password(self, user: str) -> str:
        return (self.folder / "passwords" / user).read_text().strip()


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    text = 'label = "Romans"\nopened_on = 2023-09-04\nservices = ["permanence", "reporting"]\n'
    (tmp_path / "romans.toml").write_text(text)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield Operator(tmp_path)
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)


def test_users_are_told_with_their_rights_in_a_table_in_json_and_as_orders(operator: Operator) -> None:
    table, as_json = operator.type("users"), operator.type("users", "--json")
    assert (table.exit_code, as_json.exit_code) == (DONE, DONE)
    assert {row["name"] for row in json.loads(as_json.stdout)} == USERS
    assert all(user in table.stdout for user in USERS)
    orders = operator.type("users", "--commands", "-r", "hopital=permanence").stdout.splitlines()
    assert orders[0] == "rabbitmqctl add_vhost reseau"
    assert "rabbitmqctl add_user permanence.romans < passwords/permanence.romans" in orders
    assert any("set_policy" in order and "max-length-bytes" in order for order in orders)


def test_definitions_and_passwords_are_nobody_else_s_and_passwords_stay(operator: Operator) -> None:
    first = operator.write()
    assert first.exit_code == DONE, first.output
    assert "rabbitmqctl import_definitions" in first.stdout
    written = operator.folder / "definitions.json"
    for file in (written, *(operator.folder / "passwords").iterdir()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    passwords = {user: operator.password(user) for user in USERS}
    assert len(set(passwords.values())) == len(USERS)
    assert operator.write("--reader", "hopital=permanence").exit_code == DONE
    assert {user: operator.password(user) for user in USERS} == passwords
    for password in (*passwords.values(), operator.password("hopital")):
        assert password not in written.read_text() + first.output


def test_a_real_broker_takes_them_and_each_user_comes_in_with_its_password(
    operator: Operator, servers: Servers
) -> None:
    address, rabbitmq = servers.virtual_host(), _node(servers.nodes)
    host = address.rsplit("/", 1)[1]
    assert operator.write(amqp_url=address).exit_code == DONE
    rabbitmq.ctl("import_definitions", str(operator.folder / "definitions.json"))
    user = f"maillage.topology:{operator.password('maillage.topology')}"
    as_declarer = address.replace("guest:guest", user)
    assert "files et exchanges sont en place" in operator.type("check", amqp_url=as_declarer).stdout
    assert operator.type("apply", amqp_url=as_declarer).exit_code == DONE
    as_worker = address.replace("guest:guest", f"permanence.romans:{operator.password('permanence.romans')}")
    with connect(as_worker, heartbeat=10, name="worker") as connection:
        asked = ["permanence.romans.inbox", "reporting.romans.inbox"]
        assert list(declare.missing(connection, exchanges=["permanence.events"], queues=asked)) == []
    refused = operator.type("apply", amqp_url=as_worker)
    assert (refused.exit_code == DONE, "Traceback" in refused.output) == (False, False)
    assert host in operator.type("users", "--commands", amqp_url=address).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--reader", "permanence=permanence"), "nom refusé"),
        (("--reader", "hopital=reporting"), "ne peut lire"),
        (("--reader", "hopital"), "hopital=permanence"),
    ],
)
def test_a_reader_that_cannot_be_is_a_misuse_and_nothing_is_written(
    operator: Operator, arguments: tuple[str, ...], said: str
) -> None:
    result = operator.write(*arguments)
    assert (result.exit_code, said in result.stderr) == (USAGE, True)
    assert not (operator.folder / "definitions.json").exists()


@pytest.mark.parametrize(("mode", "text"), [(0o644, "secret\n"), (0o600, "\n")])
def test_a_password_that_others_read_or_that_is_empty_is_refused(operator: Operator, mode: int, text: str) -> None:
    (operator.folder / "passwords").mkdir()
    file = operator.folder / "passwords" / "permanence.romans"
    file.write_text(text)
    file.chmod(mode)
    result = operator.write()
    assert (result.exit_code, str(file) in result.stderr) == (CONFIGURATION, True)
    assert file.read_text() == text


def _node(nodes: LocalServers) -> RabbitMQNode:
    assert nodes.rabbitmq is not None
    return nodes.rabbitmq
