"""What a refused message says of itself: who sent it, which event it is, so that people can ask and look for it.

Each attribute is read alone, by its own pattern: one that is wrong takes no other with it, and none is ever free text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.fields import ANTENNA_PATTERN, SOURCE_PATTERN, TYPE_PATTERN, UUID_PATTERN

# A type may have any length by its pattern; of ours none comes near.
LONGEST_TYPE = 120

_source = re.compile(SOURCE_PATTERN)
_type = re.compile(TYPE_PATTERN)
_code = re.compile(ANTENNA_PATTERN)
_uuid = re.compile(UUID_PATTERN)


@dataclass(frozen=True, slots=True)
class Told:
    """The sender's word, None where it said nothing that can be read."""

    source: str | None = None
    id: UUID | None = None
    type: str | None = None
    antenna: str | None = None
    partner: str | None = None


def told_by(document: Mapping[str, Any]) -> Told:
    """Never raises."""
    return Told(
        source=_text(document.get("source"), _source),
        id=identifier(document.get("id")),
        type=_text(document.get("type"), _type),
        antenna=_text(document.get("antenna"), _code),
        partner=_text(document.get("partner"), _code),
    )


def identifier(value: object) -> UUID | None:
    """The UUID that is written there in the form of the contract, if one is."""
    text = _text(value, _uuid)
    return None if text is None else UUID(text)


def _text(value: object, pattern: re.Pattern[str]) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST_TYPE and pattern.match(value) else None
