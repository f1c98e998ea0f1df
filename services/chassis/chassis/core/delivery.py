"""A message as the transport gave it, before anybody has understood it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """`returns` counts how often the message came back from a consumer that vanished (RabbitMQ's delivery count)."""

    body: bytes
    content_type: str | None
    content_encoding: str | None = None
    returns: int = 0
