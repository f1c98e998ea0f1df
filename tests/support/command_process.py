"""`python -m support.command_process housing.romans LEDGER`: issues commands as an HTTP process does, until it dies."""

import sys
from pathlib import Path

from chassis.core.config import load_config
from chassis.core.instance import Instance
from chassis.core.log import configure_logs
from support.crash_points import arm_from_environment
from support.load import Load
from support.oracle import Ledger
from support.sample_network import SampleNetwork

if __name__ == "__main__":
    arm_from_environment()
    instance, ledger = Instance(*sys.argv[1].split(".", 1)), Ledger(Path(sys.argv[2]))
    configure_logs("INFO", instance)
    runtime = SampleNetwork.load(load_config()).runtime(instance)
    Load(runtime, ledger, threads=2, each=50).run()
