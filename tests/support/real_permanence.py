"""The real permanence of Romans, and the reporting service that reads it, as `maillage` runs them."""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.config import PREFIX
from local_servers.processes import die_with_parent
from support import pace
from support.journals import JOURNALS
from support.oracle import Ledger, Verdict, compare
from support.processes import TESTS, eventually
from support.project_tree import ROOT
from support.registration import ROLE
from support.servers import Servers
from support.steady import Steady

_SERVICES = ("permanence", "reporting")
_PERSON = "agent"


class RealPermanence:
    """As a context manager: an HTTP process, and workers that find the broker at `through`."""

    def __init__(self, folder: Path, servers: Servers, amqp_url: str, through: str) -> None:
        folder.mkdir()
        self._folder = folder
        self._prefix = f"{sa.make_url(servers.database()).database}_"
        assert servers.nodes.postgres_url is not None
        self._server = servers.nodes.postgres_url
        self._amqp_url, self._through = amqp_url, through
        settings = {
            "PROFILE": "server",
            "ANTENNAS_DIR": str(ROOT / "deploy" / "antennas"),
            "KEY_FILE": str(folder / "maillage.key"),
            "DATABASE_URL": self._server.format(database=self._prefix + "{service}_{antenna}"),
            "HTTP_PORT": "0",
        }
        known = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        self._environment = known | {PREFIX + name: value for name, value in settings.items()}
        self._engines = {service: self._engine(f"{self._prefix}{service}_romans") for service in _SERVICES}
        self._processes: list[subprocess.Popen[bytes]] = []
        self._ledger = Ledger(folder / "ledger")
        self._token = self.address = ""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.callback(self._end)
            self._start()
            stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _start(self) -> None:
        administration = self._engine("postgres").execution_options(isolation_level="AUTOCOMMIT")
        with administration.connect() as connection:
            for service in _SERVICES:
                connection.exec_driver_sql(f"CREATE DATABASE {self._prefix}{service}_romans")
        administration.dispose()
        self.run("key", "create", str(self._folder / "maillage.key"))
        for service in _SERVICES:
            self.run("migrate", service, "--antenna", "romans")
        self.run("topology", "apply")
        self._token = self.run("token", "create", f"--person={_PERSON}", f"--role={ROLE}", "--antenna=romans").strip()
        self.address = self.serve("http")
        for service in _SERVICES:
            self._launch(service, "maillage", "run", service, "--antenna", "romans")
        eventually(lambda: all(self._logged(service, "started") for service in _SERVICES))

    def _end(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
        for engine in self._engines.values():
            engine.dispose()

    def serve(self, name: str, module: str = "maillage") -> str:
        """One more HTTP process, of this module; returns its address."""
        self._launch(name, module, "serve", "permanence", "--antenna", "romans")
        (serving,) = eventually(lambda: self._logged(name, "serving"))
        (address,) = serving["addresses"]
        return str(address)

    def steady(self, address: str | None = None) -> Steady:
        """Twenty registrations a second, posted to the HTTP process, or to the one at that address."""
        arguments = (address or self.address, self._token, _PERSON, self._ledger.path)
        return Steady("steady_requests", *arguments, environment=self._environment, answers=self._folder / "answers")

    def behind(self) -> int:
        """How many facts are still to be sent or to be read."""
        unsent = sa.select(sa.func.count()).select_from(tables.outbox).where(tables.outbox.c.sent_at.is_(None))
        with self._engines["permanence"].connect() as connection:
            waiting = connection.scalar(unsent) or 0
        return waiting + max(0, len(self._facts()) - self._read().total())

    def judge(self, promise: str, trials: int) -> Verdict:
        """One fact a command, one line of the reader's log a fact; to be asked once nothing is behind."""
        intended, acknowledged = self._ledger.read()
        facts = self._facts()
        unread, extra = compare(facts.keys(), self._read())
        caused = Counter(facts.values())
        with self._engines["reporting"].connect() as connection:
            quarantined = connection.scalar(sa.select(sa.func.count()).select_from(tables.quarantine)) or 0
        return Verdict(
            promise=promise,
            trials=trials,
            attempted=len(intended),
            acknowledged=len(acknowledged),
            lost=unread + len(acknowledged - caused.keys()),
            effects_duplicated=extra + caused.total() - len(caused),
            quarantined=quarantined,
            recovered=len((intended & caused.keys()) - acknowledged),
        )

    def _facts(self) -> dict[UUID, UUID]:
        with self._engines["permanence"].connect() as connection:
            rows = connection.execute(sa.select(tables.outbox.c.event_id, tables.outbox.c.correlation_id)).all()
        return {row.event_id: row.correlation_id for row in rows}

    def _read(self) -> Counter[UUID]:
        with self._engines["reporting"].connect() as connection:
            return Counter(connection.scalars(sa.select(tables.inbox.c.event_id)))

    def _engine(self, database: str) -> sa.Engine:
        return sa.create_engine(self._server.format(database=database))

    def run(self, *arguments: str, fails: bool = False, usual: float = 0) -> str:
        """What a command writes; one that fails, as wanted, writes for people. `usual`: how many seconds it takes."""
        done = subprocess.run(
            self._command("maillage", *arguments),
            env=self._environment | {PREFIX + "AMQP_URL": self._amqp_url},
            capture_output=True,
            text=True,
            check=False,
            timeout=pace.patience(usual),
        )
        JOURNALS.said(done.stderr)
        assert done.returncode == int(fails), done.stderr
        return done.stderr if fails else done.stdout

    def told(self) -> dict[str, list[dict[str, Any]]]:
        """The whole lines of each process's log, by its name."""
        return {name: self._lines(name) for name in ("http", *_SERVICES)}

    @property
    def reporting(self) -> sa.Engine:
        return self._engines["reporting"]

    def _command(self, module: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", module, *arguments]

    def _launch(self, name: str, module: str, *arguments: str) -> None:
        with JOURNALS.keep(self._folder / f"{name}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    self._command(module, *arguments),
                    env=self._environment | {PREFIX + "AMQP_URL": self._through},
                    cwd=TESTS,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    preexec_fn=die_with_parent,
                )
            )

    def _logged(self, name: str, event: str) -> list[dict[str, Any]]:
        return [line for line in self._lines(name) if line["event"] == event]

    def _lines(self, name: str) -> list[dict[str, Any]]:
        # The last one may be half written.
        lines = (self._folder / f"{name}.log").read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("}\n")]
