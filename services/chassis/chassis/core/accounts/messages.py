"""What owners and readers say to each other of accounts: bytes on `network.accounts`, and nowhere else."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.core.instance import CODE, Instance
from contracts.envelope import MAX_BODY_BYTES
from contracts.rejection import Rejected, RejectionCode

CONTENT_TYPE = "application/vnd.maillage.account+json"
# The direct exchange on which the routing key is the queue: granted to instances alone.
EXCHANGE = "network.accounts"
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Telling:
    """An owner to a reader: the facts that it sent it in one account. `is_new` when it was never told before."""

    owner: Instance
    number: int
    is_new: bool
    facts: tuple[UUID, ...]

    @property
    def sender(self) -> Instance:
        return self.owner

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the account holds."""
        return hashlib.sha256(b"".join(fact.bytes for fact in self.facts)).digest()


@dataclass(frozen=True, slots=True)
class Answer:
    """A reader to an owner: the facts of an account that it has no trace of.

    `heard` is the highest account that the reader ever heard of from this owner; `went_back` when what it is told now
    is not what it was told before under the same number or a higher one.
    """

    reader: Instance
    number: int
    lacking: tuple[UUID, ...]
    heard: int
    went_back: bool

    @property
    def sender(self) -> Instance:
        return self.reader


Message = Telling | Answer


def write(message: Message) -> bytes:
    match message:
        case Telling():
            said: Mapping[str, Any] = {
                "owner": str(message.owner),
                "account": message.number,
                "new": message.is_new,
                "facts": _joined(message.facts),
            }
        case Answer():
            said = {
                "reader": str(message.reader),
                "account": message.number,
                "lacking": _joined(message.lacking),
                "heard": message.heard,
                "back": message.went_back,
            }
    return json.dumps(said, separators=(",", ":")).encode()


def read(body: bytes) -> Message:
    """Raises `Rejected` (INVALID_MESSAGE) for what we do not write ourselves."""
    try:
        if len(body) > MAX_BODY_BYTES:
            raise ValueError("too large")
        said = json.loads(body)
        if "owner" in said:
            return Telling(
                _instance(said["owner"]), _number(said["account"]), said["new"] is True, _parted(said["facts"])
            )
        return Answer(
            reader=_instance(said["reader"]),
            number=_number(said["account"]),
            lacking=_parted(said["lacking"]),
            heard=_number(said["heard"]),
            went_back=said["back"] is True,
        )
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        raise Rejected(RejectionCode.INVALID_MESSAGE, "ce n'est pas un relevé comme nous les écrivons") from None


def _joined(identifiers: tuple[UUID, ...]) -> str:
    return base64.b64encode(b"".join(identifier.bytes for identifier in identifiers)).decode()


def _parted(text: str) -> tuple[UUID, ...]:
    joined = base64.b64decode(text, validate=True)
    if len(joined) % _ID_BYTES:
        raise ValueError("not whole identifiers")
    return tuple(UUID(bytes=joined[start : start + _ID_BYTES]) for start in range(0, len(joined), _ID_BYTES))


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("not the number of an account")
    return value


def _instance(text: str) -> Instance:
    service, _, antenna = text.partition(".")
    if not CODE.fullmatch(service) or not CODE.fullmatch(antenna):
        raise ValueError("not an instance")
    return Instance(service, antenna)
