"""A partner's nameko service, written as nameko's own documentation has it; a process of its own, never imported.

Its argument is nameko's configuration, in JSON. It writes `ready`, then each message it is given as one line of JSON.
"""

import eventlet

eventlet.monkey_patch()

import json
import sys
from typing import Any

from nameko.events import event_handler  # noqa: TID251  # plays a partner, who has every right to use it
from nameko.runners import ServiceRunner


class Partner:
    name = "partner"

    @event_handler("permanence", "consultation_held.v2.*")  # type: ignore[untyped-decorator]
    def on_consultation_held(self, event: dict[str, Any]) -> None:
        say(json.dumps(event))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(configuration: str) -> None:
    runner = ServiceRunner(json.loads(configuration))
    runner.add_service(Partner)
    runner.start()
    say("ready")
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])
