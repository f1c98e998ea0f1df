"""Logs: one JSON object a line on standard error, that says who speaks, with codes, counts and ids, never data."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from chassis.core.instance import Instance

# Who speaks where no instance does, as in a command over the whole network; antennas cannot have this code.
PROGRAM = Instance("maillage", "network")
# One list for ever: a logger that was used keeps it, and says from then on what this process is called by now.
_processors: list[Processor] = []


def names(*speakers: Instance) -> dict[str, str]:
    """What names who speaks on a line: one instance, or, for what concerns a whole process, all those it carries."""
    return {
        "service": ",".join(dict.fromkeys(speaker.service for speaker in speakers)),
        "antenna": ",".join(dict.fromkeys(speaker.antenna for speaker in speakers)),
        "instance": ",".join(map(str, speakers)),
    }


def configure_logs(level: str, *speakers: Instance) -> None:
    """Sends our logs and the libraries' the same way; `speakers` are the instances of this process, if it has any.

    They are named on every line that does not name its own: whatever thread writes it, for green threads and those of
    a server inherit nothing of who started them.
    """
    shared: list[Processor] = [
        _Named(speakers or (PROGRAM,)),
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        _error_class_only,
    ]
    _processors[:] = [*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
    structlog.configure(
        processors=_processors,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _library_line],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=False, ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("amqp", "kombu", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # It warns of each try of a batch that is kept, which the inbox tells by itself and less often.
    logging.getLogger("nameko.containers").setLevel(logging.ERROR)
    # It warns of each request that waits for its turn: in an outage, of all.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def log_what_nobody_caught() -> None:
    """For a process that serves until told to stop: warnings and uncaught errors are lines too, and quote no data."""
    logging.captureWarnings(True)
    sys.excepthook = _tell_uncaught
    threading.excepthook = lambda told: _tell_uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def frames(trace: TracebackType | None) -> list[str]:
    """Where an error happened: its text and its variables may hold what somebody sent."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]


def _tell_uncaught(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    structlog.get_logger().critical("uncaught", error=kind.__name__, frames=frames(trace))


class _Named:
    """Says who speaks on a line that does not say it."""

    def __init__(self, speakers: Iterable[Instance]) -> None:
        self._names = names(*speakers)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        for name, value in self._names.items():
            event.setdefault(name, value)
        return event


def _error_class_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replaces an exception by its class: its text may quote a message, a parameter or a person."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    if isinstance(exc_info, BaseException):
        event["error"] = type(exc_info).__name__
    elif exc_info and exc_info[0]:
        event["error"] = exc_info[0].__name__
    return event


def _library_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Of a library's sentence is kept who spoke and where its words are written: they may quote data."""
    record = event["_record"]
    event.pop("positional_args", None)
    event.update(event="library", library=record.name, at=f"{record.filename}:{record.lineno}")
    return event
