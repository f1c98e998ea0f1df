"""What many would write with nameko alone: a sender and a reader, as nameko's documentation has them.

The negative control of the fault suite: the harness must see them lose and repeat. A process of its own, never
imported: `python -m support.plain_nameko_services housing|reporting CONFIGURATION`, the configuration being nameko's,
in JSON, with `FILE` (where facts or effects are committed, one id a line) and `FAULT`.

The sender reads command ids, one a line, and answers `done`; the reader only writes `ready`.
"""

import eventlet

eventlet.monkey_patch()

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path

from nameko.dependency_providers import Config
from nameko.events import EventDispatcher, event_handler  # noqa: TID251  # the very thing that is put to the test
from nameko.runners import ServiceRunner
from nameko.testing.services import dummy, entrypoint_hook

events_seen = count(1)


class Housing:
    name = "housing"
    config = Config()
    dispatch = EventDispatcher()

    @dummy  # type: ignore[untyped-decorator]
    def arrive(self, command_id: str) -> None:
        commit(self.config["FILE"], command_id)
        if self.config["FAULT"] == "dies-before-dispatch":
            os.kill(os.getpid(), signal.SIGKILL)
        self.dispatch("arrived", {"id": command_id})


class Reporting:
    name = "reporting"
    config = Config()

    @event_handler("housing", "arrived")  # type: ignore[untyped-decorator]
    def on_arrived(self, event: dict[str, str]) -> None:
        if self.config["FAULT"] == "raises-on-first" and next(events_seen) == 1:
            raise ConnectionError("the database is away")
        commit(self.config["FILE"], event["id"])
        if self.config["FAULT"] == "dies-before-ack":
            os.kill(os.getpid(), signal.SIGKILL)


def commit(file: str, identifier: str) -> None:
    with Path(file).open("ab", buffering=0) as stream:
        stream.write(f"{identifier}\n".encode("ascii"))
        os.fsync(stream.fileno())


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(role: str, configuration: str) -> None:
    runner = ServiceRunner(json.loads(configuration))
    runner.add_service(Housing if role == Housing.name else Reporting)
    runner.start()
    say("ready")
    if role == Reporting.name:
        runner.wait()
    (container,) = runner.containers
    with entrypoint_hook(container, "arrive") as arrive:
        for line in sys.stdin:
            arrive(line.strip())
            say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
