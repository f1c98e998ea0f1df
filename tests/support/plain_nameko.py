"""Drives the plain nameko services of the negative control, and weighs what they did with the suite's own oracle."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

import kombu

from local_servers.processes import die_with_parent
from support import pace
from support.oracle import Ledger, Verdict, weigh
from support.processes import TESTS, eventually

_READER_QUEUE = "evt-housing-arrived--reporting.on_arrived"
_QUIET = 1.0


class PlainProcess:
    """One of the two services; dies with the `with` it is used in, if it has not died before."""

    def __init__(self, role: str, amqp_url: str, file: Path, fault: str) -> None:
        configuration = json.dumps({"AMQP_URI": amqp_url, "FILE": str(file), "FAULT": fault})
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "support.plain_nameko_services", role, configuration],
            cwd=TESTS,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        self._expect("ready")

    def send(self, command_id: UUID) -> bool:
        """Whether the sender answered; it does not when it dies."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command_id}\n")
        self._process.stdin.flush()
        return self._answer() == "done"

    def wait_for_death(self) -> int:
        return self._process.wait(pace.patience())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _expect(self, word: str) -> None:
        answer = self._answer()
        assert answer == word, answer

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class PlainNetwork:
    """A sender and a reader on one virtual host, with the ledger of what was asked and the files of what was done."""

    def __init__(self, folder: Path, amqp_url: str) -> None:
        self._amqp_url = amqp_url
        self._facts, self._effects = folder / "facts", folder / "effects"
        self._facts.touch()
        self._effects.touch()
        self._ledger = Ledger(folder / "ledger")

    def sender(self, fault: str = "") -> PlainProcess:
        return PlainProcess("housing", self._amqp_url, self._facts, fault)

    def reader(self, fault: str = "") -> PlainProcess:
        return PlainProcess("reporting", self._amqp_url, self._effects, fault)

    def command(self, sender: PlainProcess) -> UUID:
        command_id = uuid4()
        self._ledger.intend(command_id)
        if sender.send(command_id):
            self._ledger.acknowledge(command_id)
        return command_id

    def publish_garbled(self) -> None:
        """A fact whose body cannot be decoded, as a partner's bug would send it, confirmed by the broker."""
        command_id = uuid4()
        self._ledger.intend(command_id)
        with self._facts.open("a", encoding="ascii") as file:
            file.write(f"{command_id}\n")
        with kombu.Connection(self._amqp_url, transport_options={"confirm_publish": True}) as connection:
            kombu.Producer(connection.channel(), auto_declare=False).publish(
                b"{not json",
                exchange="housing.events",
                routing_key="arrived",
                content_type="application/json",
                content_encoding="utf-8",
            )
        self._ledger.acknowledge(command_id)

    def wait_for_effect_of(self, command_id: UUID) -> None:
        eventually(lambda: command_id in self._ids(self._effects))
        time.sleep(_QUIET * pace.slowness())  # both are acknowledged, and so is what was sent before

    def verdict(self, fault: str) -> Verdict:
        """Once both are dead: an event that still waits in the queue would not be lost."""
        with kombu.Connection(self._amqp_url) as connection, connection.channel() as channel:
            assert kombu.Queue(_READER_QUEUE)(channel).queue_declare(passive=True).message_count == 0
        facts = self._ids(self._facts)
        return weigh(
            fault,
            self._ledger,
            trials=1,
            caused=set(facts),
            facts=facts.keys(),
            readers=[self._ids(self._effects)],
            quarantined=0,
        )

    @staticmethod
    def _ids(file: Path) -> Counter[UUID]:
        return Counter(UUID(line) for line in file.read_text(encoding="ascii").splitlines())
