"""A message as the transport gave it, before anybody has understood it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """`returns` counts how often the message came back from a process that vanished: RabbitMQ's delivery count, less
    the connections that this process has outlived."""

    body: bytes
    content_type: str | None
    content_encoding: str | None = None
    returns: int = 0
