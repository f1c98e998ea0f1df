"""A partner's nameko service, written as nameko's own documentation has it; a process of its own, never imported.

Its argument is nameko's configuration, in JSON. It writes `ready`, then each message it is given as one line of JSON.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402  # after the patch, as nameko asks
import sys  # noqa: E402
from typing import Any  # noqa: E402

from nameko.events import event_handler  # noqa: E402, TID251  # plays a partner, who has every right to use it
from nameko.runners import ServiceRunner  # noqa: E402


class Partner:
    name = "partner"

    @event_handler("permanence", "consultation_held.v1.*")  # type: ignore[untyped-decorator]
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
