"""Antennas on real servers, each of which reaches the broker through a network of its own that tests can break."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from chassis.core.instance import Instance
from support.processes import WorkerProcess
from support.sample_network import SampleNetwork
from support.servers import Servers
from support.surroundings import Server
from support.tcp_proxy import TcpProxy


class Proxied(Server):
    """`networks` are the antennas'; the test's own connection to the broker passes through none of them.

    `others` are antennas beside the sample's own; `one_process` is for a whole antenna rather than for an instance.
    """

    def __init__(
        self,
        folder: Path,
        servers: Servers,
        amqp_url: str,
        settings: Mapping[str, str] | None = None,
        *,
        others: Sequence[str] = (),
        one_process: bool = False,
    ) -> None:
        super().__init__(folder, servers, amqp_url, settings)
        for code in others:
            text = (folder / "antennas" / "romans.toml").read_text().replace("romans", code)
            (folder / "antennas" / f"{code}.toml").write_text(text)
        self.network = SampleNetwork.load(self.config)
        self._one_process = one_process
        assert servers.nodes.rabbitmq is not None
        port = servers.nodes.rabbitmq.port
        self._stack = ExitStack()
        self.networks = {antenna.code: self._stack.enter_context(TcpProxy(port)) for antenna in self.network.antennas}
        self._direct, self._port = amqp_url, port

    def through(self, antenna: str, amqp_url: str) -> str:
        """An address of the broker, as that antenna's processes know it."""
        return amqp_url.replace(f":{self._port}/", f":{self.networks[antenna].port}/")

    def groups(self, instances: Sequence[Instance]) -> list[list[Instance]]:
        return [list(instances)] if self._one_process else super().groups(instances)

    def launch(self, *instances: Instance) -> list[WorkerProcess]:
        started: list[WorkerProcess] = []
        for antenna, group in groupby(instances, key=lambda instance: instance.antenna):
            self.environment["MAILLAGE_AMQP_URL"] = self.through(antenna, self._direct)
            started += super().launch(*group)
        return started

    def stop(self) -> None:
        super().stop()
        self._stack.close()
