"""Bulletins as files: for each month its numbers (JSON) and its page (HTML), and a page that lists them."""

import json
import os
from pathlib import Path

from sqlalchemy.orm import Session

from chassis.core.runtime import Runtime
from reporting.bulletin import Month, months
from reporting.page import bulletin_page, index_page
from reporting.reading import read_bulletin, read_history
from reporting.services import SERVICES


class NothingToPublish(Exception):
    """The months asked for are none, or before the opening; the message says so in French."""


def publish(runtime: Runtime, directory: Path, until: Month, *, first: Month | None = None) -> list[Path]:
    """Writes `<directory>/<antenna>/…` from the antenna's opening, or `first`, to `until`; returns the paths.

    The same projections give the same bytes. Heavy on CPU: never called in a worker. Raises `NothingToPublish`.
    """
    antenna = runtime.antenna
    opening = Month.of(antenna.opened_on)
    wanted = list(months(max(first or opening, opening), until))
    if not wanted:
        raise NothingToPublish(
            f"{antenna.code} : aucun bulletin à publier de {first or opening} à {until} (ouverture en {opening})"
        )
    # Read whole before anything is drawn or written: on SQLite a transaction holds the write lock.
    with Session(runtime.database.reading) as session:
        history = read_history(session, antenna, until)
        read = [read_bulletin(session, antenna, month, history) for month in wanted]
    offered = _offered(runtime)
    folder = directory / antenna.code
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for bulletin, previous, following in zip(read, [None, *wanted], [*wanted[1:], None], strict=False):
        page = bulletin_page(bulletin, offered=offered, previous=previous, following=following)
        numbers = json.dumps(bulletin.as_json(), indent=2, ensure_ascii=False) + "\n"
        written.append(_write(folder / f"{bulletin.month}.json", numbers))
        written.append(_write(folder / f"{bulletin.month}.html", page))
    written.append(_write(folder / "index.html", index_page(antenna.label, antenna.opened_on, wanted)))
    return written


def _offered(runtime: Runtime) -> frozenset[str]:
    """The services with figures that the antenna runs; the département's bulletin sums those of every antenna."""
    services = frozenset(SERVICES)
    return services if runtime.instance.reads_every_antenna else services.intersection(runtime.antenna.services)


def _write(path: Path, text: str) -> Path:
    """Replaces the file whole: a reader sees the old one or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
