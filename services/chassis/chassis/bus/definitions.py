"""The topology and its users as RabbitMQ imports them: one document, or orders for `rabbitmqctl`."""

import base64
import hashlib
import json
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chassis.bus.broker_users import BrokerUser, Outsider
from chassis.bus.topology import INBOX_ARGUMENTS, Topology

# What an outsider does not fetch takes our disk: beyond this the oldest of its messages go, and nobody else's.
OUTSIDER_LIMITS: Mapping[str, Any] = {"max-length-bytes": 256 * 1024 * 1024, "overflow": "drop-head"}
_SALT_BYTES = 4


def definitions(
    topology: Topology,
    users: Iterable[BrokerUser],
    outsiders: Iterable[Outsider],
    *,
    virtual_host: str,
    passwords: Mapping[str, str],
) -> dict[str, Any]:
    """The document for `rabbitmqctl import_definitions`, with salted digests of the passwords."""
    kinds = dict.fromkeys(topology.exchanges, "topic") | dict.fromkeys(topology.direct_exchanges, "direct")
    here, kept = {"vhost": virtual_host}, {"durable": True, "auto_delete": False}
    users = tuple(users)
    return {
        "vhosts": [{"name": virtual_host}],
        "users": [
            {
                "name": user.name,
                "password_hash": password_hash(passwords[user.name]),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": [],
            }
            for user in users
        ],
        "permissions": [
            here | {"user": user.name, "configure": user.configure, "write": user.write, "read": user.read}
            for user in users
        ],
        "exchanges": [
            here | kept | {"name": name, "type": kind, "internal": False, "arguments": {}}
            for name, kind in kinds.items()
        ],
        "queues": [here | kept | {"name": name, "arguments": dict(INBOX_ARGUMENTS)} for name in topology.queues],
        "bindings": [
            here
            | {
                "source": binding.exchange,
                "destination": binding.queue,
                "destination_type": "queue",
                "routing_key": binding.pattern,
                "arguments": {},
            }
            for binding in topology.bindings
        ],
        "policies": [
            here
            | {
                "name": _policy(outsider),
                "pattern": outsider.queues,
                "apply-to": "queues",
                "priority": 0,
                "definition": dict(OUTSIDER_LIMITS),
            }
            for outsider in outsiders
        ],
    }


def orders(
    users: Iterable[BrokerUser], outsiders: Iterable[Outsider], *, virtual_host: str, passwords: Path
) -> Iterator[str]:
    """The same users as lines for a shell; `passwords` is the folder of their files. Queues are declared apart."""
    yield _line("add_vhost", virtual_host)
    for user in users:
        yield f"{_line('add_user', user.name)} < {shlex.quote(str(passwords / user.name))}"
        yield _line("set_permissions", "-p", virtual_host, user.name, user.configure, user.write, user.read)
    for outsider in outsiders:
        limited = ("--apply-to", "queues", _policy(outsider), outsider.queues, json.dumps(dict(OUTSIDER_LIMITS)))
        yield _line("set_policy", "-p", virtual_host, *limited)


def password_hash(password: str) -> str:
    """As RabbitMQ keeps it: a salt, then SHA-256 of the salt and the password."""
    salt = os.urandom(_SALT_BYTES)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _policy(outsider: Outsider) -> str:
    return f"outsider.{outsider.name}"


def _line(*words: str) -> str:
    return shlex.join(("rabbitmqctl", *words))
