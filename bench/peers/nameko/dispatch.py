"""nameko's standalone dispatcher in a loop, confirms on as they are by default.

Its argument is a JSON object: `amqp_url`, `routing_key`, `events` (a file of bodies, one a line). It writes how long
it took.
"""

import json
import sys
import time
from pathlib import Path

from nameko.standalone.events import event_dispatcher


def main(asked):
    lines = Path(asked["events"]).read_text(encoding="utf-8").splitlines()
    payloads = [json.loads(line) for line in lines]
    dispatch = event_dispatcher({"AMQP_URI": asked["amqp_url"]})
    # The first opens the connection, as the first of a process does; it is not counted.
    dispatch("permanence", asked["routing_key"], payloads[0])
    started = time.perf_counter()
    for payload in payloads[1:]:
        dispatch("permanence", asked["routing_key"], payload)
    print(json.dumps({"seconds": time.perf_counter() - started, "events": len(payloads) - 1}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
