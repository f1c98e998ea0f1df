"""`python -m support.sample_worker_process housing.romans …`: the sample's workers, as the program runs its own."""

import eventlet

eventlet.monkey_patch()

import sys

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import Profile, load_config
from chassis.core.instance import Instance
from chassis.core.log import configure_logs
from chassis.worker.run import run
from support.sample_network import SampleNetwork

if __name__ == "__main__":
    config = load_config()
    instances = [Instance(*name.split(".", 1)) for name in sys.argv[1:]]
    configure_logs(config.log_level, *instances)
    network = SampleNetwork.load(config)
    if config.profile is Profile.EMBEDDED:
        with connect(config.amqp_url, heartbeat=0, name="topology") as connection:
            declare.apply(connection, network.topology)
    posts = [network.post(instance) for instance in instances]
    run(posts, watched_at=config.metrics_address, ready=lambda: print("ready", flush=True))  # noqa: T201 - told to who started us
