"""`python -m support.waiting_process <database>`: tries the sample's waiting events once, as a worker does."""

import sys

from chassis.core.clock import SetClock
from chassis.core.log import configure_logs
from chassis.core.retry import retry_waiting
from support.runtimes import A_DAY, a_runtime
from support.waiting_sample import MANIFEST

if __name__ == "__main__":
    runtime = a_runtime(sys.argv[1], MANIFEST, clock=SetClock(A_DAY))
    configure_logs("INFO", runtime.instance)
    retry_waiting(runtime)
