"""Private PostgreSQL and RabbitMQ nodes for tests and `maillage demo --real`: no root, no service, loopback only."""

from local_servers.errors import LocalServerFailed, LocalServerUnavailable
from local_servers.postgres import PostgresNode
from local_servers.rabbitmq import RabbitMQNode
from local_servers.running import LocalServers, local_servers

__all__ = [
    "LocalServerFailed",
    "LocalServerUnavailable",
    "LocalServers",
    "PostgresNode",
    "RabbitMQNode",
    "local_servers",
]
