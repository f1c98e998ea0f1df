"""`maillage trace` on an embedded network: where an event is, what it waits for, and that nobody sent it."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from chassis.core import quarantine, tables
from chassis.core.config import load_config
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import CONTENT_TYPE, Event
from maillage.cli.main import app
from maillage.network import Network
from maillage.trace import UNSENT
from support.examples import INTERN_ARRIVED, body, document
from support.runtimes import A_DAY

ANTENNA = 'label = "Romans"\nopened_on = 2023-09-04\nservices = ["housing", "permanence", "reporting"]\n'


@dataclass(frozen=True, slots=True)
class Installed:
    """One antenna: `runtimes` by service."""

    runtimes: dict[str, Runtime]

    def trace(self, event_id: UUID) -> dict[str, str]:
        """What is said of it, by place and instance."""
        result = CliRunner().invoke(app, ["trace", str(event_id), "--json"])
        assert result.exit_code == 0, result.output
        steps: list[dict[str, Any]] = json.loads(result.stdout)
        return {f"{step['place']} {step['instance'] or '-'}": step["what"] for step in steps}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder: Path = tmp_path_factory.mktemp("traced")
    (folder / "antennas").mkdir()
    (folder / "antennas" / "romans.toml").write_text(ANTENNA)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MAILLAGE_PROFILE", "embedded")
        environment.setenv("MAILLAGE_STATE_DIR", str(folder / "state"))
        environment.setenv("MAILLAGE_ANTENNAS_DIR", str(folder / "antennas"))
        network = Network.load(load_config())
        runtimes = {instance.service: network.runtime(instance) for instance in network.instances}
        for runtime in runtimes.values():
            migrate(runtime)
        yield Installed(runtimes)
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)
    for runtime in runtimes.values():
        runtime.database.close()


def an_arrival(**attributes: Any) -> dict[str, Any]:
    stay_id = str(uuid4())
    own = {"id": str(uuid4()), "subject": stay_id, "source": "/romans/housing", "antenna": "romans"}
    return document(INTERN_ARRIVED, data={"stay_id": stay_id}, **(own | attributes))


def give(runtime: Runtime, fact: dict[str, Any]) -> UUID:
    receive(runtime, [Delivery(body(fact), CONTENT_TYPE, exchange="housing.events")])
    return UUID(fact["id"])


def send(housing: Runtime, fact: dict[str, Any]) -> None:
    """Its row in the outbox of who tells it."""
    row = {"event_id": UUID(fact["id"]), "type": fact["type"], "subject": UUID(fact["subject"]), "sequence": 1}
    with housing.database.engine.begin() as connection:
        values = row | {"routing_key": "intern_arrived.v1.romans", "body": body(fact), "recorded_at": A_DAY}
        connection.execute(sa.insert(tables.outbox).values(values))


def waits(runtime: Runtime, awaited: UUID) -> Runtime:
    def wait(events: Sequence[Event], work: UnitOfWork) -> None:
        for event in events:
            work.wait_for(event, awaited)

    return replace(runtime, manifest=replace(runtime.manifest, reactions={INTERN_ARRIVED: wait}))


def test_what_waits_is_not_said_to_be_applied(installed: Installed) -> None:
    fact, awaited = an_arrival(), uuid4()
    send(installed.runtimes["housing"], fact)
    told = installed.trace(give(waits(installed.runtimes["reporting"], awaited), fact))
    assert list(told) == ["outbox housing.romans", "waiting reporting.romans"]
    assert f"attend {awaited}" in told["waiting reporting.romans"]
    assert "appliqué" not in str(told)


def test_what_was_applied_and_sent_by_nobody_is_said(installed: Installed) -> None:
    fact = an_arrival()
    event_id = give(installed.runtimes["reporting"], fact)
    told = installed.trace(event_id)
    assert told["outbox -"] == UNSENT
    assert "appliqué" in told["inbox reporting.romans"]
    send(installed.runtimes["housing"], fact)
    assert "outbox -" not in installed.trace(event_id)


def test_a_refused_message_is_found_and_what_became_of_it_is_said(installed: Installed) -> None:
    reporting = installed.runtimes["reporting"]
    event_id = give(reporting, an_arrival() | {"data": {}})
    told = installed.trace(event_id)["quarantine reporting.romans"]
    assert (told.partition(" ")[0], told.endswith("en quarantaine")) == ("INVALID_MESSAGE", True)
    (row,) = quarantine.messages(reporting)
    quarantine.discard(reporting, [row.quarantine_id], "alix", "essai d'un partenaire")
    assert "par alix : essai d'un partenaire" in installed.trace(event_id)["quarantine reporting.romans"]


def test_what_nobody_knows_is_a_failure(installed: Installed) -> None:
    result = CliRunner().invoke(app, ["trace", str(uuid4())])
    assert (result.exit_code, "aucune instance ne connaît" in result.stderr) == (1, True)
