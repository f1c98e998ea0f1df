"""`python -m support.sample_worker_process housing.romans …`: the sample's workers, as the program runs its own."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402 - the patch must come before every other import

from chassis.bus import declare  # noqa: E402
from chassis.bus.connection import connect  # noqa: E402
from chassis.core.config import Profile, load_config  # noqa: E402
from chassis.core.instance import Instance  # noqa: E402
from chassis.core.log import configure_logs  # noqa: E402
from chassis.worker.run import run  # noqa: E402
from support.sample_network import SampleNetwork  # noqa: E402

if __name__ == "__main__":
    config = load_config()
    configure_logs(config.log_level)
    network = SampleNetwork.load(config)
    if config.profile is Profile.EMBEDDED:
        with connect(config.amqp_url, heartbeat=0, name="topology") as connection:
            declare.apply(connection, network.topology)
    posts = [network.post(Instance(*name.split(".", 1))) for name in sys.argv[1:]]
    run(posts, metrics_port=config.metrics_port, ready=lambda: print("ready", flush=True))  # noqa: T201 - told to who started us
