"""`python -m support.housing.house_process <database url>`: the HTTP process of a house, when nothing has begun yet."""

import sys
from datetime import UTC, datetime

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.log import configure_logs
from chassis.core.runtime import Runtime
from chassis.http.serve import serve
from housing.manifest import MANIFEST
from support.runtimes import KEYRING, an_antenna

NOW = datetime(2020, 6, 2, 9, tzinfo=UTC)


def runtime(url: str) -> Runtime:
    return Runtime(MANIFEST, an_antenna(), Database(url), KEYRING, SetClock(NOW))


if __name__ == "__main__":
    served = runtime(sys.argv[1])
    configure_logs("INFO", served.instance)
    serve(served, "127.0.0.1", 0, trusted_proxy="127.0.0.1")
