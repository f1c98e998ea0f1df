"""`python -m support.contender <database> <file>`: gives the inbox a file of bodies, in batches, once told to go."""

import json
import sys
from pathlib import Path

from chassis.core.database import Database
from chassis.core.delivery import Delivery
from chassis.core.errors import TransientFailure
from chassis.core.inbox import Receipt, receive
from chassis.core.log import configure_logs
from contracts.envelope import CONTENT_TYPE
from support.sample_deliveries import a_sample
from support.sample_service import REPORTING

BATCH = 250


def main(url: str, file: str) -> None:
    runtime = a_sample(Database(url), REPORTING)
    configure_logs("INFO", runtime.instance)
    deliveries = [Delivery(body, CONTENT_TYPE) for body in Path(file).read_bytes().splitlines()]
    print("ready", flush=True)  # noqa: T201 - told to who started us
    sys.stdin.readline()
    total, failures = Receipt(), []
    for start in range(0, len(deliveries), BATCH):
        while True:
            try:
                total.add(receive(runtime, deliveries[start : start + BATCH]))
            except TransientFailure as failure:
                failures.append(str(failure.__cause__))
            else:
                break
    outcome = {"applied": total.applied, "duplicates": total.duplicates, "quarantined": dict(total.quarantined)}
    print(json.dumps(outcome | {"failures": failures}), flush=True)  # noqa: T201 - same


if __name__ == "__main__":
    main(*sys.argv[1:])
