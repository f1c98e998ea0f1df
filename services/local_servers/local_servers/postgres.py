"""A private PostgreSQL node: its own cluster, one port of 127.0.0.1, a superuser of its own."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import weakref
from pathlib import Path
from typing import ClassVar

import psycopg2

from local_servers.account import unprivileged_account
from local_servers.errors import LocalServerFailed
from local_servers.node import Launch, Node
from local_servers.ports import reserve_port
from local_servers.postgres_binaries import PostgresBinaries, find_postgres

SUPERUSER = "maillage"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class PostgresNode(Node):
    """Data lives in `directory`, except for root when PostgreSQL's account cannot get there: then in the system's
    temporary folder, until the node is collected."""

    label: ClassVar[str] = "PostgreSQL"
    ready_within: ClassVar[float] = 120.0
    stopped_within: ClassVar[float] = 15.0

    def __init__(self, directory: Path, *, fsync: bool = True) -> None:
        binaries = find_postgres()
        super().__init__(directory)
        self._port = reserve_port(self)
        self._durable = "on" if fsync else "off"
        self._account = unprivileged_account()
        self._home = self._reachable_home()
        self._binaries: PostgresBinaries = binaries.reachable_by(self._account, self._home / "programs")
        self._password_file = self._home / "password"

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        """Template: `.format(database="postgres")`."""
        return f"postgresql+psycopg2://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{{database}}"

    @property
    def data(self) -> Path:
        return self._home / "data"

    @property
    def _password(self) -> str:
        return self._password_file.read_text(encoding="ascii")

    def _reachable_home(self) -> Path:
        if self._account is None or self._account.reaches(self.directory):
            return self.directory
        home = Path(tempfile.mkdtemp(prefix="maillage-postgres-"))
        os.chown(home, self._account.user, self._account.group)
        weakref.finalize(self, shutil.rmtree, home)
        return home

    def _prepare(self) -> Launch:
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "32MB",
            "dynamic_shared_memory_type": "mmap",  # a killed server leaves nothing in /dev/shm
            "timezone": "UTC",
            "fsync": self._durable,
            "synchronous_commit": self._durable,
            "full_page_writes": self._durable,
        }
        command = [str(self._binaries.bin / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        temporary = None if self._home == self.directory else self._home
        return Launch([command], _ENVIRONMENT, self._home, signal.SIGINT, *self._identity(), temporary)

    def _create_cluster(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_urlsafe(16), encoding="ascii")
        if self._account is not None:
            self._account.own(self.data)
            self._account.own(self._password_file)
        user, group = self._identity()
        initdb = subprocess.run(
            [
                *(str(self._binaries.bin / "initdb"), "-D", str(self.data), "--username", SUPERUSER),
                *("--auth", "scram-sha-256", "--pwfile", str(self._password_file)),
                *("--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
            ],
            env=_ENVIRONMENT,
            cwd=self._home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            check=False,
        )
        if initdb.returncode != 0:
            raise LocalServerFailed(f"PostgreSQL : initdb a échoué dans {self.data}.\n{initdb.stdout}")

    def _identity(self) -> tuple[int | None, int | None]:
        return (None, None) if self._account is None else (self._account.user, self._account.group)

    def _answers(self) -> bool:
        try:
            psycopg2.connect(
                host="127.0.0.1",
                port=self.port,
                user=SUPERUSER,
                password=self._password,
                dbname="postgres",
                connect_timeout=10,
            ).close()
        except psycopg2.OperationalError:
            return False
        return True
