"""Connections to the broker, each with bounds on waiting so that a dead peer is noticed."""

import socket
from typing import Any

import amqp
import kombu
from kombu.exceptions import OperationalError

CONNECT_TIMEOUT = 5
# How long the broker may take over any answer we wait for, and over any byte we send.
ANSWER_TIMEOUT = 10
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


def connect(url: str, *, heartbeat: int, name: str, answer_timeout: int = ANSWER_TIMEOUT) -> kombu.Connection:
    """Opens a connection that the broker's console shows under `name`; raises one of `CONNECTION_ERRORS`."""
    if is_memory(url):
        connection = kombu.Connection(url, transport_options={"polling_interval": MEMORY_POLLING})
        connection.connect()
        return connection
    connection = kombu.Connection(
        url,
        heartbeat=_interval(heartbeat),
        connect_timeout=CONNECT_TIMEOUT,
        transport_options={"client_properties": {"connection_name": name}},
    )
    connection.connect()
    # The library waits for ever for the answer to a declaration, and green sockets ignore the options by which it can
    # be given a limit: the socket's own is the one that holds.
    connection.connection.transport.sock.settimeout(answer_timeout)
    return connection


def _interval(heartbeat: int) -> int:
    """The interval to agree on, so that both sides notice a dead peer within two `heartbeat`s; 0 is none at all.

    We notice after two intervals, but RabbitMQ after up to three, and until then it delivers to nobody else.
    """
    return heartbeat and max(1, heartbeat * 2 // 3)


def user_of(url: str) -> str | None:
    """The broker's account that an address names; none where something else says who we are."""
    return None if is_memory(url) else kombu.Connection(url).userid


def virtual_host_of(url: str) -> str:
    """Where on the broker the address leads."""
    return "/" if is_memory(url) else kombu.Connection(url).virtual_host or "/"


def is_memory(url: str) -> bool:
    return url.startswith("memory:")


def drop(connection: Any) -> None:
    """Closes without waiting for a peer that may never answer."""
    connection.collect(socket_timeout=1)
