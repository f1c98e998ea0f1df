"""Outcomes of commands as they are kept and as programs get them: plain JSON values by name."""

from typing import Any
from uuid import UUID, uuid4

import msgspec

from chassis.core.application import execute
from chassis.core.runtime import Runtime


def done(runtime: Runtime, command: Any, command_id: UUID | None = None) -> dict[str, Any]:
    """Runs a command under an id of its own, or the one given."""
    return plain(execute(runtime, command, command_id or uuid4()))


def plain(outcome: Any) -> dict[str, Any]:
    read: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(outcome))
    return read
