"""Keeps one server, and whatever it starts, alive exactly as long as the process that asked for it.

Run as a script, with nothing but the standard library. It is the reaper of all its descendants, daemons included, so
it finds them by parentage and never by name. Its order is a JSON object in its only argument:

  commands      what to start, in order; the last one is the server
  cwd, log      where, and the file their output goes to
  user, group   the account they run under, or null
  stop_signal   what asks the server to end cleanly
  grace         seconds it is given to do so
  temporary     a folder to remove when the parent is no more there to do it, or null

It answers with the server's process id. Then: end of its input, or death of its parent, stops the server cleanly;
a byte on its input kills everything; when the server has ended, by itself or not, so does all the rest.
"""

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None, use_errno=True)


def main(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parent = os.pidfd_open(os.getppid())
    if os.getppid() != order["parent"]:
        return
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        server = start_all(order)
        print(server, flush=True)
        watch(server, parent, order["stop_signal"], order["grace"])
    finally:
        kill_descendants()
    if order["temporary"] is not None and select.select([parent], [], [], 0)[0]:
        shutil.rmtree(order["temporary"])


def start_all(order: dict[str, Any]) -> int:
    with Path(order["log"]).open("ab") as log:
        for command in order["commands"]:
            last = subprocess.Popen(
                command,
                cwd=order["cwd"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=order["user"],
                group=order["group"],
                extra_groups=None if order["user"] is None else [],
                preexec_fn=die_with_guardian,
            )
    return last.pid


def die_with_guardian() -> None:
    """Covers the one death nobody can handle: the guardian's own SIGKILL."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def watch(server: int, parent: int, stop_signal: int, grace: float) -> None:
    ended = os.pidfd_open(server)
    poll = select.poll()
    for descriptor in (ended, parent, 0):
        poll.register(descriptor, select.POLLIN)
    ready = {descriptor for descriptor, _ in poll.poll()}
    killed = 0 in ready and os.read(0, 1) != b""
    if ended not in ready and not killed:
        os.kill(server, stop_signal)
        select.select([ended], [], [], grace)


def kill_descendants() -> None:
    """Each round kills our children and adopts theirs; a child's id cannot be reused before we have reaped it."""
    while True:
        for child in children():
            os.kill(child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            return
        time.sleep(0.01)


def children() -> list[int]:
    me = str(os.getpid())
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended since the folder was listed
        if fields[1] == me:
            found.append(int(stat.parent.name))
    return found


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
