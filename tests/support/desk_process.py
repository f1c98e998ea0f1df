"""`python -m support.desk_process <database url> <clock file>`: the HTTP process of a desk, at the hour of the file."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chassis.core.database import Database
from chassis.core.log import configure_logs
from chassis.core.runtime import Runtime
from chassis.http.serve import serve
from permanence.manifest import MANIFEST
from support.permanence.permanence_desk import ANTENNA
from support.runtimes import KEYRING


@dataclass(frozen=True)
class WrittenClock:
    """The instant that the file holds: another process sets it."""

    file: Path

    def now(self) -> datetime:
        return datetime.fromisoformat(self.file.read_text())


if __name__ == "__main__":
    runtime = Runtime(MANIFEST, ANTENNA, Database(sys.argv[1]), KEYRING, WrittenClock(Path(sys.argv[2])))
    configure_logs("INFO", runtime.instance)
    serve(runtime, "127.0.0.1", 0)
