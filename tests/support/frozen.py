"""A private server that is there and answers nothing: its processes are stopped (SIGSTOP), and go on afterwards."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local_servers.node import Node


@contextmanager
def frozen(node: Node, *, with_what_it_started: bool = True) -> Iterator[None]:
    """The server first, so that it starts no other process, then all that it has started."""
    stopped: list[int] = []
    try:
        for pid in _with_descendants(node.pid) if with_what_it_started else [node.pid]:
            with suppress(ProcessLookupError):  # one that has ended meanwhile
                os.kill(pid, signal.SIGSTOP)
                stopped.append(pid)
        yield
    finally:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _with_descendants(pid: int) -> Iterator[int]:
    """Read after the process itself was stopped: by then it has all the children it will have."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            yield from _with_descendants(int(child))
