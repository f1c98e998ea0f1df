"""Antennas on real servers, each of which reaches the broker through a network of its own that tests can break."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from chassis.core.instance import Instance
from support.processes import WorkerProcess
from support.servers import Servers
from support.surroundings import Server
from support.tcp_proxy import TcpProxy


class Proxied(Server):
    """`networks` are the antennas'; the test's own connection to the broker passes through none of them."""

    def __init__(self, folder: Path, servers: Servers, amqp_url: str, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(folder, servers, amqp_url, settings)
        assert servers.nodes.rabbitmq is not None
        port = servers.nodes.rabbitmq.port
        self._stack = ExitStack()
        self.networks = {
            antenna.code: self._stack.enter_context(TcpProxy(port)) for antenna in self.network.antennas
        }
        self._direct, self._port = amqp_url, port

    def url_through(self, antenna: str) -> str:
        """The broker's address as that antenna's processes know it."""
        return self._direct.replace(f":{self._port}", f":{self.networks[antenna].port}")

    def launch(self, *instances: Instance) -> list[WorkerProcess]:
        started: list[WorkerProcess] = []
        for antenna, group in groupby(instances, key=lambda instance: instance.antenna):
            self.environment["MAILLAGE_AMQP_URL"] = self.url_through(antenna)
            started += super().launch(*group)
        return started

    def stop(self) -> None:
        super().stop()
        self._stack.close()
