"""Why a message is not one of ours: stable codes, French reasons, never a value of the message."""

from enum import StrEnum
from typing import Self

from contracts.told import Told


class RejectionCode(StrEnum):
    """Codes of quarantined messages; never renamed, never reused (they follow ANS Hub Santé's families)."""

    TOO_LARGE = "TOO_LARGE"
    NOT_ALLOWED_CONTENT_TYPE = "NOT_ALLOWED_CONTENT_TYPE"
    NOT_ALLOWED_CONTENT_ENCODING = "NOT_ALLOWED_CONTENT_ENCODING"
    UNRECOGNIZED_FORMAT = "UNRECOGNIZED_FORMAT"
    INVALID_MESSAGE = "INVALID_MESSAGE"
    UNKNOWN_VERSION = "UNKNOWN_VERSION"
    SENDER_INCONSISTENCY = "SENDER_INCONSISTENCY"
    UNROUTABLE = "UNROUTABLE"
    ABSURD_TIME = "ABSURD_TIME"
    EXPIRED = "EXPIRED"
    ID_REUSE = "ID_REUSE"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    POISON = "POISON"
    ORPHAN = "ORPHAN"
    SEAL_UNREADABLE = "SEAL_UNREADABLE"
    MONTH_NOT_OVER = "MONTH_NOT_OVER"
    COUNT_LOWER = "COUNT_LOWER"


class Rejected(Exception):
    """A message that will never be applied as it is.

    `code` is stable; `reason` is French and safe to log (it names fields, never values); `path` is the dotted field;
    `told` is what the message could be read to say of itself.
    """

    def __init__(self, code: RejectionCode, reason: str, path: str | None = None, told: Told | None = None) -> None:
        super().__init__(f"{code}: {reason}" + (f" ({path})" if path else ""))
        self.code = code
        self.reason = reason
        self.path = path
        self.told = told

    def alone(self) -> Self:
        """The same, to be kept: without what led to it, which holds the whole message in memory."""
        return type(self)(self.code, self.reason, self.path, self.told)
