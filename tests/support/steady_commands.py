"""`python -m support.steady_commands housing.romans LEDGER`: commands of the sample, handled as by HTTP."""

import sys
from pathlib import Path
from uuid import uuid4

from chassis.core.application import execute
from chassis.core.config import load_config
from chassis.core.errors import Problem
from chassis.core.instance import Instance
from chassis.core.log import configure_logs
from support.oracle import Ledger
from support.sample_network import SampleNetwork
from support.sample_service import RecordArrival
from support.steady import ACCEPTED, keep_pace

if __name__ == "__main__":
    instance = Instance(*sys.argv[1].split(".", 1))
    configure_logs("INFO", instance)
    runtime = SampleNetwork.load(load_config()).runtime(instance)
    ledger = Ledger(Path(sys.argv[2]))

    def send() -> str:
        command_id = uuid4()
        ledger.intend(command_id)
        try:
            execute(runtime, RecordArrival(), command_id)
        except Problem as problem:
            return problem.code
        ledger.acknowledge(command_id)
        return ACCEPTED

    keep_pace(send)
