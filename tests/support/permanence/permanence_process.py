"""`python -m support.permanence.permanence_process <database url>`: a permanence over HTTP, at eight of a Monday."""

import sys
from datetime import UTC, datetime

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.log import configure_logs
from chassis.core.runtime import Runtime
from chassis.http.serve import serve
from permanence.manifest import MANIFEST
from support.runtimes import KEYRING, an_antenna

NOW = datetime(2023, 11, 6, 7, tzinfo=UTC)


def runtime(url: str) -> Runtime:
    return Runtime(MANIFEST, an_antenna(), Database(url), KEYRING, SetClock(NOW))


if __name__ == "__main__":
    served = runtime(sys.argv[1])
    configure_logs("INFO", served.instance)
    serve(served, "127.0.0.1", 0, trusted_proxy="127.0.0.1")
