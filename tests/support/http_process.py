"""`python -m support.http_process <database file> [desk]`: the HTTP process of a permanence, or of the sample desk."""

import sys

from chassis.core.clock import SystemClock
from chassis.core.config import MetricsAddress
from chassis.core.database import Database
from chassis.core.log import configure_logs
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.http.serve import serve
from permanence.manifest import MANIFEST
from support.runtimes import KEYRING, an_antenna
from support.sample_pages.routes import MANIFEST as DESK


def runtime(file: str, manifest: Manifest = MANIFEST) -> Runtime:
    return Runtime(manifest, an_antenna(), Database(f"sqlite+pysqlite:///{file}"), KEYRING, SystemClock())


if __name__ == "__main__":
    chosen = DESK if sys.argv[2:] == [DESK.name] else MANIFEST
    served = runtime(sys.argv[1], chosen)
    configure_logs("INFO", served.instance)
    serve(served, "127.0.0.1", 0, trusted_proxy="127.0.0.1", watched_at=MetricsAddress("127.0.0.1", [0]))
