"""Tests run in an ordinary process: what needs eventlet's patches runs in a process of its own, or in tests/green."""

import socket
import threading
import time

from eventlet.patcher import is_monkey_patched


def test_this_process_is_not_monkey_patched() -> None:
    assert not any(map(is_monkey_patched, ("os", "psycopg", "select", "socket", "subprocess", "thread", "time")))
    # Asked again of the modules themselves, which do not depend on what eventlet remembers.
    assert time.sleep.__module__ == "time"
    assert threading.Lock.__module__ == "_thread"
    assert socket.create_connection.__module__ == "socket"
