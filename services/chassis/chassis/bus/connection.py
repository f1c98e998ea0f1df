"""Connections to the broker, each with bounds on waiting so that a dead peer is noticed."""

import socket
from typing import Any

import amqp
import kombu
from kombu.exceptions import OperationalError

CONNECT_TIMEOUT = 5
# How often the in-memory transport looks for messages, in seconds (its default of one second delays every event).
MEMORY_POLLING = 0.01

# What a lost, refused or half-open connection raises, whatever the layer that notices it.
CONNECTION_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    socket.timeout,
    amqp.exceptions.ConnectionError,
    amqp.exceptions.ChannelError,
    amqp.exceptions.RecoverableConnectionError,
    OperationalError,
    ConnectionError,
)


def connect(url: str, *, heartbeat: int, name: str) -> kombu.Connection:
    """Opens a connection that the broker's console shows under `name`; raises one of `CONNECTION_ERRORS`."""
    if is_memory(url):
        connection = kombu.Connection(url, transport_options={"polling_interval": MEMORY_POLLING})
    else:
        connection = kombu.Connection(
            url,
            heartbeat=heartbeat,
            connect_timeout=CONNECT_TIMEOUT,
            transport_options={
                "client_properties": {"connection_name": name},
                "read_timeout": None,
                "write_timeout": heartbeat * 2,
            },
        )
    connection.connect()
    return connection


def is_memory(url: str) -> bool:
    return url.startswith("memory:")


def drop(connection: Any) -> None:
    """Closes without waiting for a peer that may never answer."""
    connection.collect(socket_timeout=1)
