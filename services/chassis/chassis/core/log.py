"""Logs: one JSON object a line on standard error, with codes, counts and ids, never data."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def configure_logs(level: str, **bound: Any) -> None:
    """Sends our logs and the libraries' the same way; `bound` names the process (service, antenna) on every line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        _error_class_only,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
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
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**bound)


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
    """A library's own sentence is kept only as the name of who spoke: its arguments may quote data."""
    record = event.get("_record")
    if record is not None:
        event["library"] = record.name
        event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    event.pop("positional_args", None)
    return event
