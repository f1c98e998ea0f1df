"""The machine that was measured, in the words of the report."""

import os
import platform
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench import broker
from bench.place import Place
from bench.targets import number

_WRITES = 100
# Beyond this share of the cores, something else is running.
_BUSY = 0.4


def description(place: Place) -> Sequence[tuple[str, str]]:
    """What each line is about, and what there is to say."""
    with broker.opened(place.amqp_url) as channel:
        rabbitmq = channel.connection.server_properties["version"]
    with place.permanence.database.engine.connect() as connection:
        postgresql = str(connection.exec_driver_sql("SHOW server_version").scalar()).split()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("nameko", "kombu", "amqp", "SQLAlchemy", "psycopg2-binary")
    )
    return [
        ("processeur", f"{_processor()}, {os.cpu_count()} cœurs"),
        ("mémoire", f"{memory:.0f} Gio"),
        ("système", platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())),
        ("Python", platform.python_version()),
        ("serveurs", f"RabbitMQ {rabbitmq}, PostgreSQL {postgresql}, nœuds privés sur la même machine, `fsync` actif"),
        ("un `fsync`", f"{_fsync(place.folder / 'fsync'):.2f} ms (médiane de {_WRITES})"),
        ("bibliothèques", libraries),
    ]


@dataclass(frozen=True, slots=True)
class Load:
    """How many processes wanted a core, on average over the last minute."""

    processes: float

    @property
    def is_busy(self) -> bool:
        """Something else was running: what is measured now proves nothing, and is not published."""
        return self.processes > _BUSY * (os.cpu_count() or 1)

    def __str__(self) -> str:
        said = " : la machine est occupée, ces chiffres ne prouvent rien et ne sont pas publiés"
        return number(self.processes) + (said if self.is_busy else "")


def load_now() -> Load:
    return Load(os.getloadavg()[0])


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return " ".join(line.split(":", 1)[1].split())
    return platform.machine()


def _fsync(file: Path) -> float:
    """Milliseconds for 8 kB to reach the disk, where the databases are."""
    took = []
    with file.open("wb", buffering=0) as stream:
        for _ in range(_WRITES):
            stream.write(bytes(8192))
            started = time.perf_counter()
            os.fsync(stream.fileno())
            took.append(time.perf_counter() - started)
    file.unlink()
    return 1000 * statistics.median(took)
