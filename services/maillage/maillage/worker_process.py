"""A worker's own process: patched by eventlet before anything else is imported, then nameko until told to stop.

python -m maillage.worker_process [--replaying] housing.romans [permanence.romans …]

`--replaying`: the days of these instances are those of a season that is replayed, so that none begins by itself.
"""

import warnings

# Known and argued: nameko's engine is in maintenance, and says so at each import (decision 0006).
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import sys
from collections.abc import Sequence
from dataclasses import replace

import structlog

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import Profile, load_config
from chassis.core.instance import Instance
from chassis.core.log import configure_logs
from chassis.worker.post import Post
from chassis.worker.run import run
from maillage.foreseen import FORESEEN, foreseen
from maillage.network import Network

REPLAYING = "--replaying"


def main(arguments: Sequence[str]) -> None:
    """Runs the named instances; the embedded profile takes all of them in one process, with its own topology."""
    makes_rounds = REPLAYING not in arguments
    instances = [Instance(*name.split(".", 1)) for name in arguments if name != REPLAYING]
    configure_logs("INFO", *instances)
    config = load_config()
    configure_logs(config.log_level, *instances)
    network = Network.load(config)
    if config.profile is Profile.EMBEDDED:
        with connect(config.amqp_url, heartbeat=0, name="topology") as connection:
            declare.apply(connection, network.topology)
    posts = [Post.of(network.runtime(instance), config, network.topology, network.instances) for instance in instances]
    posts = [replace(post, makes_rounds=makes_rounds) for post in posts]
    run(posts, watched_at=config.metrics_address, ready=lambda: print("ready", flush=True))


def guarded(arguments: Sequence[str]) -> int:
    """The same; what can be foreseen is a line of the log and the exit status, never a traceback."""
    try:
        main(arguments)
    except FORESEEN as error:
        if (trouble := foreseen(error)) is None:
            raise
        structlog.get_logger().critical("ended", reason=trouble.text, error=type(error).__name__)
        return trouble.status
    return 0


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
