"""`python -m support.http_process <database file>`: the HTTP process of a house, on a free port of loopback."""

import sys

from chassis.core.clock import SystemClock
from chassis.core.database import Database
from chassis.core.log import configure_logs
from chassis.core.runtime import Runtime
from chassis.http.serve import serve
from housing.manifest import MANIFEST
from support.runtimes import KEYRING, an_antenna


def runtime(file: str) -> Runtime:
    return Runtime(MANIFEST, an_antenna(), Database(f"sqlite+pysqlite:///{file}"), KEYRING, SystemClock())


if __name__ == "__main__":
    configure_logs("INFO", service="housing", antenna="romans")
    serve(runtime(sys.argv[1]), "127.0.0.1", 0)
