"""A virtual host with the users of a topology, imported as an operator would."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import quote, urlsplit

from chassis.bus.broker_users import BrokerUser, Outsider, users
from chassis.bus.connection import virtual_host_of
from chassis.bus.definitions import definitions
from chassis.bus.topology import Topology
from chassis.core.instance import Instance
from support.servers import Servers


class PopulatedBroker:
    """`address` is its administrator's. Users are the whole broker's, their rights those of this virtual host."""

    def __init__(self, servers: Servers, address: str, folder: Path) -> None:
        self._servers = servers
        self.address = address
        self._file = folder / "definitions.json"

    def bring(
        self,
        topology: Topology,
        instances: Iterable[Instance],
        outsiders: Collection[Outsider] = (),
        parts: Collection[str] = ("users", "permissions", "policies", "exchanges", "queues", "bindings"),
    ) -> tuple[BrokerUser, ...]:
        """Imports these parts of the definitions."""
        found = users(topology, instances, outsiders)
        document = definitions(
            topology,
            found,
            outsiders,
            virtual_host=virtual_host_of(self.address),
            passwords={user.name: _password(user.name) for user in found},
        )
        self._file.write_text(json.dumps({part: document[part] for part in parts}), encoding="utf-8")
        self.ctl("import_definitions", str(self._file))
        return found

    def of(self, user: str) -> str:
        """The address as this user writes it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{quote(user)}:{_password(user)}@{parts.hostname}:{parts.port}{parts.path}"

    def ctl(self, *arguments: str) -> str:
        assert self._servers.nodes.rabbitmq is not None
        return self._servers.nodes.rabbitmq.ctl(*arguments)


def _password(user: str) -> str:
    return f"{user}-password"
