"""The envelope's schema once more, as plain code: four times faster, and proven equal to it by a test.

It answers only for envelopes without fault. For all others the schema itself says which field is wrong.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.fields import (
    ANTENNA_PATTERN,
    INSTANT_PATTERN,
    SEQUENCE_PATTERN,
    SOURCE_PATTERN,
    TYPE_PATTERN,
    UUID_PATTERN,
)

_uuid = re.compile(UUID_PATTERN).match
_instant = re.compile(INSTANT_PATTERN).match
# One look at four texts: joined by a character that none of their patterns can hold.
_codes = re.compile(
    "\n".join(pattern.removeprefix("^").removesuffix(r"\Z") for pattern in (SOURCE_PATTERN, TYPE_PATTERN))
    + "\n"
    + "\n".join(pattern.removeprefix("^").removesuffix(r"\Z") for pattern in (ANTENNA_PATTERN, SEQUENCE_PATTERN))
    + r"\Z"
).match
_antenna = re.compile(ANTENNA_PATTERN).match


def checked(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The loaded attributes of a faultless envelope, as the schema would give them, else None."""
    try:
        if document["specversion"] != "1.0" or not isinstance(document["data"], dict):
            return None
        source, event_type = document["source"], document["type"]
        antenna, sequence = document["antenna"], document["sequence"]
        if not _codes("\n".join((source, event_type, antenna, sequence))):
            return None
        loaded = {
            "id": _identifier(document["id"]),
            "source": source,
            "type": event_type,
            "subject": _identifier(document["subject"]),
            "time": _utc(document["time"]),
            "antenna": antenna,
            "sequence": sequence,
            "correlationid": _identifier(document["correlationid"]),
            "causationid": _identifier(document["causationid"]),
            "data": document["data"],
        }
        if document.get("datacontenttype") not in (None, "application/json"):
            return None
        if document.get("expirytime") is not None:
            loaded["expirytime"] = _utc(document["expirytime"])
        if document.get("partner") is not None:
            if not _antenna(document["partner"]):
                return None
            loaded["partner"] = document["partner"]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None  # something is missing, of another type, or no date: the schema says which
    return loaded


def _identifier(text: str) -> UUID:
    if not _uuid(text):
        raise ValueError("not a UUID in the form of the contract")
    return UUID(text)


def _utc(text: str) -> datetime:
    if not _instant(text):
        raise ValueError("not an instant in the form of the contract")
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
