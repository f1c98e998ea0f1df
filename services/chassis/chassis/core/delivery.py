"""A message as the transport gave it, before anybody has understood it."""

from dataclasses import dataclass


@dataclass(slots=True)  # not frozen, which would cost a microsecond a message
class Delivery:
    """`returns` counts how often the message came back from a process that vanished: RabbitMQ's delivery count, less
    the connections that this process has outlived.

    `exchange` is the one it came by, under `routing_key`. `user_id` is the sender's account, which the broker has
    checked, where the sender says it, and `shares_account` whether it is ours too; `message_id` is the sender's word.
    """

    body: bytes
    content_type: str | None
    content_encoding: str | None = None
    returns: int = 0
    exchange: str | None = None
    routing_key: str | None = None
    user_id: str | None = None
    shares_account: bool = False
    message_id: str | None = None
