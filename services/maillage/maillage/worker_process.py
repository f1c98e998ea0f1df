"""A worker's own process: patched by eventlet before anything else is imported, then nameko until told to stop.

python -m maillage.worker_process housing.romans [permanence.romans …]
"""

import warnings

# Known and argued: nameko's engine is in maintenance, and says so at each import (decision 0006).
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import sys
from collections.abc import Sequence

import structlog

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import Profile, load_config
from chassis.core.instance import Instance
from chassis.core.keyring import KeyUnusable
from chassis.core.log import configure_logs
from chassis.worker.post import Post
from chassis.worker.run import run
from maillage.network import Network

CONFIGURATION = 3


def main(names: Sequence[str]) -> None:
    """Runs the named instances; the embedded profile takes all of them in one process, with its own topology."""
    config = load_config()
    instances = [Instance(*name.split(".", 1)) for name in names]
    configure_logs(config.log_level, *instances)
    network = Network.load(config)
    if config.profile is Profile.EMBEDDED:
        with connect(config.amqp_url, heartbeat=0, name="topology") as connection:
            declare.apply(connection, network.topology)
    posts = [Post.of(network.runtime(instance), config, network.topology, network.instances) for instance in instances]
    run(posts, metrics=config.metrics_address, ready=lambda: print("ready", flush=True))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyUnusable as error:
        structlog.get_logger().error("key_refused", reason=str(error), to_type="maillage key check")
        sys.exit(CONFIGURATION)
