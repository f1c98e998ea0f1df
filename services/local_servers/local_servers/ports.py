"""Loopback ports that belong to one node from its creation on, and that nobody takes while the node is down."""

import os
import random
import socket
import weakref
from pathlib import Path

# Below is left to rabbitmqctl (see rabbitmq.py); the kernel's own ephemeral range is left out because a client that
# keeps calling a dead port of that range ends up connected to itself, and the server can no longer come back on it.
FIRST = 20_000
_ATTEMPTS = 200


def reserve_port(owner: object) -> int:
    """A free port, kept for `owner` until it is collected or its process ends.

    The mark is an abstract Unix socket: seen by every account of this network namespace, and freed by the kernel.
    """
    candidates = _candidates()
    for _ in range(_ATTEMPTS):
        port = random.choice(candidates)
        mark = socket.socket(socket.AF_UNIX)
        try:
            mark.bind(f"\0maillage-port-{port}")
            with socket.socket() as trial:
                trial.bind(("127.0.0.1", port))
        except OSError:
            mark.close()
        else:
            weakref.finalize(owner, os.close, mark.detach())
            return port
    raise OSError("aucun port libre sur 127.0.0.1")


def _candidates() -> list[int]:
    low, high = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split())
    outside = [port for port in range(FIRST, 65_536) if not low <= port <= high]
    return outside or list(range(FIRST, 65_536))
