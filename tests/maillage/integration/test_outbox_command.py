"""`maillage outbox resend` and `maillage reconcile` on two instances: what is lacking is found, and sent again."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from chassis.core import outbox, tables
from chassis.core.accounts import letters
from chassis.core.clock import SetClock
from chassis.core.config import load_config
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.instance import Instance
from chassis.core.keyring import create_key
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE
from maillage.cli.main import app
from maillage.network import Network
from support.examples import INTERN_ARRIVED, body, document
from support.runtimes import A_DAY
from support.servers import Servers

DONE, FAILED, USAGE = 0, 1, 2
OWNER, READER = Instance("housing", "romans"), Instance("reporting", "romans")


@dataclass(frozen=True, slots=True)
class Installed:
    owner: Runtime
    reader: Runtime
    environment: dict[str, str]

    def type(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=self.environment)

    def differences(self, *arguments: str) -> dict[str, set[str]]:
        """What `reconcile` finds: ids by code."""
        result = self.type("reconcile", "--json", *arguments)
        found = json.loads(result.stdout)["facts"]
        assert result.exit_code == (FAILED if found else DONE)
        return {code: {row["event_id"] for row in found if row["difference"] == code} for code in _codes(found)}

    def tell(self, *, sent: bool = True) -> UUID:
        """Leaves a fact in the owner's outbox, sent long ago or not yet."""
        event_id, subject = uuid4(), str(uuid4())
        fact = document(INTERN_ARRIVED, data={"stay_id": subject}, id=str(event_id), subject=subject)
        row = {
            "event_id": event_id,
            "type": INTERN_ARRIVED,
            "subject": UUID(subject),
            "sequence": 1,
            "routing_key": "intern_arrived.v1.romans",
            "body": body(fact | {"source": OWNER.source, "antenna": "romans"}),
            "recorded_at": A_DAY,
            "sent_at": A_DAY if sent else None,
        }
        with self.owner.database.engine.begin() as connection:
            connection.execute(sa.insert(tables.outbox).values(row))
        return event_id

    def deliver(self, event_id: UUID) -> None:
        with self.owner.database.engine.connect() as connection:
            fact = connection.scalar(sa.select(tables.outbox.c.body).where(tables.outbox.c.event_id == event_id))
        assert fact is not None
        receipt = receive(self.reader, [Delivery(fact, CONTENT_TYPE)])
        assert not receipt.quarantined


def _codes(found: list[dict[str, str]]) -> set[str]:
    return {row["difference"] for row in found}


@pytest.fixture
def installed(tmp_path: Path, servers: Servers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    (tmp_path / "antennas").mkdir()
    text = 'label = "Romans"\nopened_on = 2023-09-04\nservices = ["housing", "reporting"]\n'
    (tmp_path / "antennas" / "romans.toml").write_text(text)
    create_key(tmp_path / "maillage.key")
    owner, reader = servers.database(), servers.database()
    prefix = sa.make_url(owner).database
    environment = {
        "MAILLAGE_PROFILE": "server",
        "MAILLAGE_DATABASE_URL": owner.replace(str(prefix), f"{prefix}_{{service}}_{{antenna}}"),
        "MAILLAGE_AMQP_URL": "amqp://nobody.invalid//",
        "MAILLAGE_KEY_FILE": str(tmp_path / "maillage.key"),
        "MAILLAGE_ANTENNAS_DIR": str(tmp_path / "antennas"),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for name, url in (("housing", owner), ("reporting", reader)):
        engine = sa.create_engine(url.replace(str(sa.make_url(url).database), "postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {sa.make_url(url).database} RENAME TO {prefix}_{name}_romans")
        engine.dispose()
    network = Network.load(load_config())
    clock = SetClock(A_DAY + timedelta(days=1))
    runtimes = network.runtime(OWNER, clock), network.runtime(READER, clock)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    for runtime in runtimes:
        migrate(runtime)
    yield Installed(*runtimes, environment=environment)
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)
    for runtime in runtimes:
        runtime.database.close()


def test_what_a_reader_holds_is_compared_with_what_its_owner_sent(installed: Installed) -> None:
    there, missing, on_its_way = installed.tell(), installed.tell(), installed.tell(sent=False)
    installed.deliver(there)
    assert installed.differences() == {"MISSING": {str(missing)}}
    table = installed.type("reconcile", "--owner", str(OWNER))
    assert table.exit_code == FAILED
    assert "maillage reconcile --repair" in table.output
    assert str(on_its_way) not in table.output

    assert "renvoyés par les relais" in installed.type("reconcile", "--repair").output
    assert [letter.event_id for letter in letters.pending(installed.owner.database)] == [missing]
    installed.deliver(missing)
    assert installed.differences() == {}


def test_what_an_owner_no_longer_knows_and_what_says_otherwise_is_told(installed: Installed) -> None:
    ghost, changed = installed.tell(), installed.tell()
    for fact in (ghost, changed):
        installed.deliver(fact)
    columns = tables.outbox.c
    with installed.owner.database.engine.begin() as connection:
        connection.execute(sa.delete(tables.outbox).where(columns.event_id == ghost))
        connection.execute(sa.update(tables.outbox).where(columns.event_id == changed).values(body=b"{}"))
    assert installed.differences() == {"UNKNOWN_TO_OWNER": {str(ghost)}, "OTHER_CONTENT": {str(changed)}}
    installed.type("reconcile", "--repair")
    assert letters.pending(installed.owner.database) == []


def test_facts_are_sent_again_to_all_or_to_one_reader(installed: Installed) -> None:
    facts = [installed.tell() for _ in range(3)]
    place = ("outbox", "resend", "--service", "housing", "--antenna", "romans")
    assert "3 faits" in installed.type(*place, "--reader", str(READER)).output
    assert [letter.event_id for letter in letters.pending(installed.owner.database)] == facts
    assert "0 faits" in installed.type(*place, "--since", "2030-01-01").output
    assert "3 faits" in installed.type(*place, "--type", INTERN_ARRIVED, "--since", "2023-01-01").output
    assert outbox.count_unsent(installed.owner.database) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--type", "housing.nothing.v1"), "type inconnu"),
        (("--type", "permanence.patient_registered.v2"), "ne publie pas"),
        (("--since", "hier"), "AAAA-MM-JJ"),
        (("--reader", "reporting.nowhere"), "aucune instance reporting.nowhere"),
        (("--reader", str(OWNER)), "ne lit rien de"),
    ],
)
def test_a_resend_that_cannot_be_says_what_to_type(installed: Installed, arguments: tuple[str, ...], said: str) -> None:
    result = installed.type("outbox", "resend", "--service", "housing", "--antenna", "romans", *arguments)
    assert (result.exit_code, said in result.stderr) == (USAGE, True), result.stderr
    assert letters.pending(installed.owner.database) == []


def test_instances_that_do_not_read_each_other_are_not_compared(installed: Installed) -> None:
    result = installed.type("reconcile", "--owner", str(READER), "--reader", str(OWNER))
    assert (result.exit_code, "ne lit l'autre" in result.stderr) == (USAGE, True)
