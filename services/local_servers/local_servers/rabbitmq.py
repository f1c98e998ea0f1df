"""A private RabbitMQ node: its own Erlang name service, ports, cookie, data and log, all on 127.0.0.1."""

import hashlib
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from local_servers.errors import LocalServerFailed
from local_servers.node import Launch, Node
from local_servers.ports import FIRST, reserve_port
from local_servers.rabbitmq_binaries import find_rabbitmq

_ERLANG_ON_LOOPBACK = "+S 1:1 -kernel inet_dist_use_interface {127,0,0,1}"
_CTL_TIMEOUT = 180.0
_AMQP_HEADER = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME = b"\x01"
_SETTINGS = """\
listeners.tcp.1 = 127.0.0.1:{port}
max_message_size = 65536
raft.wal_max_size_bytes = 33554432
disk_free_limit.absolute = 20MB
log.console = false
log.file = rabbit.log
"""


class RabbitMQNode(Node):
    label: ClassVar[str] = "RabbitMQ"
    ready_within: ClassVar[float] = 180.0
    stopped_within: ClassVar[float] = 20.0

    def __init__(self, directory: Path, *, say: Callable[[str], None]) -> None:
        self._binaries = find_rabbitmq(say)
        super().__init__(directory)
        if {"'", '"'} & set(str(self.directory)):  # its disk monitor's shell waits for the closing one, for ever
            raise LocalServerFailed(f"RabbitMQ ne démarre pas dans un dossier dont le nom a un guillemet : {directory}")
        self.log = self.directory / "rabbit.log"
        self._port, self._dist_port, self._epmd_port = (reserve_port(self) for _ in range(3))
        # Mnesia's files know the node by name: the same folder gives the same name, at every run.
        self.name = f"maillage-{hashlib.sha256(bytes(self.directory)).hexdigest()[:12]}@localhost"

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def ctl(self, *arguments: str) -> str:
        """What rabbitmqctl answers about this node."""
        done = subprocess.run(
            [str(self._binaries.scripts / "rabbitmqctl"), *arguments],
            env=self._environment(),
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_CTL_TIMEOUT,
            check=False,
        )
        if done.returncode != 0:
            raise LocalServerFailed(f"rabbitmqctl {' '.join(arguments)} a échoué.\n{done.stdout}")
        return done.stdout

    def _prepare(self) -> Launch:
        (self.directory / "rabbitmq.conf").write_text(_SETTINGS.format(port=self.port), encoding="ascii")
        (self.directory / "enabled_plugins").write_text("[].\n", encoding="ascii")
        # Started by us, in the foreground, and not by Erlang as a daemon that outlives everyone.
        epmd = [self._binaries.epmd, "-port", str(self._epmd_port), "-address", "127.0.0.1"]
        server = [str(self._binaries.scripts / "rabbitmq-server")]
        return Launch([epmd, server], self._environment(), self.directory, signal.SIGTERM)

    def _environment(self) -> dict[str, str]:
        """Complete: nothing of the caller's, and nothing of /etc/rabbitmq, reaches the node."""
        here = self.directory
        return {
            "PATH": self._binaries.path,
            "LC_ALL": "C.UTF-8",
            "HOME": str(here),
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": str(here / "rabbitmq.conf"),
            "RABBITMQ_CONFIG_FILES": str(here / "no-other-configuration"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(here / "no-advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(here / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(here / "data"),
            "RABBITMQ_LOG_BASE": str(here),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG_ON_LOOPBACK,
            "RABBITMQ_CTL_ERL_ARGS": _ERLANG_ON_LOOPBACK,
            "RABBITMQ_CTL_DIST_PORT_MIN": str(FIRST // 2),
            "RABBITMQ_CTL_DIST_PORT_MAX": str(FIRST - 1),
            "RUNNING_UNDER_SYSTEMD": "true",  # the start script becomes the server, instead of waiting beside it
        }

    def _answers(self) -> bool:
        """A broker that accepts connections opens with Connection.Start; one that is still starting is silent."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as client:
                client.sendall(_AMQP_HEADER)
                return client.recv(1) == _METHOD_FRAME
        except OSError:
            return False
