"""CloudEvents 1.0 in structured JSON: the one way an event is written to and read from the wire."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from contracts.catalogue import BY_TYPE, EventType
from contracts.catalogue.event_type import DOOR
from contracts.envelope_check import checked
from contracts.fields import (
    ANTENNA_PATTERN,
    SEQUENCE_PATTERN,
    SOURCE_PATTERN,
    TYPE_PATTERN,
    antenna,
    identifier,
    instant,
)
from contracts.rejection import Rejected, RejectionCode
from contracts.senders import check_sender
from contracts.told import Told, told_by

CONTENT_TYPE = "application/cloudevents+json"
MAX_BODY_BYTES = 65_536
MAX_INTEGER_DIGITS = 18
# Python's own limit differs by version (1,000 levels in 3.11, ten times that in 3.13) and by how deep the caller is.
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Event:
    """An event as read or about to be written; `data` holds Python values (dates, UUIDs), `sequence` the version."""

    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    antenna: str
    sequence: int
    correlationid: UUID
    causationid: UUID
    data: Mapping[str, Any]
    expirytime: datetime | None = None
    partner: str | None = None

    # Whether it said more of a patient than the contract knows: it is read, and not kept as it came.
    says_too_much: bool = field(default=False, compare=False)

    @property
    def key(self) -> tuple[str, UUID]:
        """What tells it from every other event: two with the same are the same, or a fault."""
        return self.source, self.id


class EnvelopeSchema(Schema):
    """The CloudEvents attributes around `data`; unknown ones are ignored, and null is absent, as CloudEvents asks."""

    class Meta:
        unknown = EXCLUDE

    specversion = fields.String(
        required=True, validate=validate.Equal("1.0"), metadata={"description": "Version de CloudEvents."}
    )
    id = identifier("Même source et même id : le même événement, appliqué une seule fois.", required=True)
    source = fields.String(
        required=True,
        validate=validate.Regexp(SOURCE_PATTERN),
        metadata={
            "description": "`/<antenne>/<service>` : l'antenne d'un fait est aussi celle de `antenna`. "
            f"Une déclaration de partenaire vient toujours de `{DOOR}`."
        },
    )
    type = fields.String(
        required=True,
        validate=validate.Regexp(TYPE_PATTERN),
        metadata={"description": "`<service>.<événement>.v<version majeure>`."},
    )
    subject = identifier("L'agrégat dont parle le fait.", required=True)
    time = instant("L'instant où le fait a été enregistré ; nous l'écrivons en UTC.", required=True)
    datacontenttype = fields.String(
        allow_none=True, validate=validate.Equal("application/json"), metadata={"description": "Format de `data`."}
    )
    antenna = antenna(required=True)
    sequence = fields.String(
        required=True,
        validate=validate.Regexp(SEQUENCE_PATTERN),
        metadata={"description": "Version de l'agrégat après le fait : dix chiffres, complétés par des zéros."},
    )
    correlationid = identifier("Ce qui a mis toute la chaîne en route.", required=True)
    causationid = identifier("La commande ou l'événement dont celui-ci est la suite.", required=True)
    expirytime = instant("Passé cet instant, l'événement ne sert plus : il n'est pas appliqué.", allow_none=True)
    partner = fields.String(
        allow_none=True,
        validate=validate.Regexp(ANTENNA_PATTERN),
        metadata={"description": "Le partenaire dont vient la déclaration (obligatoire), ou qui a mené à ce fait."},
    )
    data = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "Le fait lui-même, selon son type."}
    )


_ENVELOPE = EnvelopeSchema()
_ATTRIBUTES = frozenset(_ENVELOPE.fields)


def month_of(instant: datetime) -> datetime:
    """The first instant of its month (UTC): all that the envelope of a fact about a patient tells of its time."""
    return instant.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def encode(event: Event) -> bytes:
    """Writes an event of the catalogue as CloudEvents JSON; raises `ValueError` when its data breaks its own schema."""
    entry = BY_TYPE[event.type]
    data = entry.schema.dump(event.data)
    if entry.check(data) is None and (problems := entry.schema.validate(data)):
        raise ValueError(f"{event.type} would be published with invalid data: {sorted(problems)}")
    document = {
        "specversion": "1.0",
        "id": str(event.id),
        "source": event.source,
        "type": event.type,
        "subject": str(event.subject),
        "time": event.time.isoformat(),
        "datacontenttype": "application/json",
        "antenna": event.antenna,
        "sequence": f"{event.sequence:010d}",
        "correlationid": str(event.correlationid),
        "causationid": str(event.causationid),
        **({"expirytime": event.expirytime.isoformat()} if event.expirytime else {}),
        **({"partner": event.partner} if event.partner else {}),
        "data": data,
    }
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(f"{event.type} would be published with {len(body)} bytes, more than the broker takes")
    return body


def decode(body: bytes, content_type: str | None, content_encoding: str | None = None) -> Event:
    """Reads an event from the wire, or raises `Rejected` with a code, a French reason and the path, never a value."""
    _check_transport(body, content_type, content_encoding)
    document = _parsed(body)
    try:
        return _event(document)
    except Rejected as refusal:
        refusal.told = told_by(document)
        raise


def told(body: bytes) -> Told:
    """What a message says of itself that was refused before it was read: nothing, when it cannot be. Never raises."""
    if len(body) > MAX_BODY_BYTES:
        return Told()
    try:
        return told_by(_parsed(body))
    except Rejected:
        return Told()


def _event(document: dict[str, Any]) -> Event:
    envelope = checked(document) or _loaded(_ENVELOPE, document, "")
    entry = _entry(envelope["type"])
    check_sender(entry, envelope["source"], envelope.get("partner"))
    return Event(
        id=envelope["id"],
        source=envelope["source"],
        type=envelope["type"],
        subject=envelope["subject"],
        time=envelope["time"],
        antenna=envelope["antenna"],
        sequence=int(envelope["sequence"]),
        correlationid=envelope["correlationid"],
        causationid=envelope["causationid"],
        data=entry.check(envelope["data"]) or _loaded(entry.schema, envelope["data"], "data."),
        expirytime=envelope.get("expirytime"),
        partner=envelope.get("partner"),
        says_too_much=entry.about_a_patient
        and not (document.keys() <= _ATTRIBUTES and document["data"].keys() <= entry.names),
    )


def _check_transport(body: bytes, content_type: str | None, content_encoding: str | None) -> None:
    if len(body) > MAX_BODY_BYTES:
        raise Rejected(RejectionCode.TOO_LARGE, f"le corps dépasse {MAX_BODY_BYTES} octets")
    if content_type == CONTENT_TYPE and content_encoding == "utf-8":
        return  # as we write it ourselves
    media_type, *parameters = (part.strip().lower() for part in (content_type or "").split(";"))
    if media_type != CONTENT_TYPE:
        raise Rejected(RejectionCode.NOT_ALLOWED_CONTENT_TYPE, f"le type de contenu attendu est {CONTENT_TYPE}")
    charsets = [value.split("=", 1)[1].strip('"') for value in parameters if value.startswith("charset=")]
    if any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise Rejected(RejectionCode.NOT_ALLOWED_CONTENT_TYPE, "le jeu de caractères attendu est UTF-8")
    if (content_encoding or "utf-8").lower() not in ("utf-8", "utf8", "identity"):
        raise Rejected(RejectionCode.NOT_ALLOWED_CONTENT_ENCODING, "le corps ne doit pas être compressé")


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        document = _JSON.decode(body.decode("utf-8"))
        if b"\\u" in body and any("\x00" in text or not _is_unicode(text) for text in _texts(document)):
            raise ValueError("NUL or lone surrogate")
        if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _is_deep(document):
            raise ValueError("too deep")
    except (ValueError, RecursionError):
        # ValueError covers truncated JSON, bad UTF-8 and what the hooks refuse. Its text may quote the body: not kept.
        raise Rejected(RejectionCode.UNRECOGNIZED_FORMAT, "le corps n'est pas un objet JSON bien formé") from None
    if not isinstance(document, dict):
        raise Rejected(RejectionCode.UNRECOGNIZED_FORMAT, "le corps n'est pas un objet JSON bien formé")
    return document


def _entry(event_type: str) -> EventType:
    entry = BY_TYPE.get(event_type)
    if entry is None:
        raise Rejected(RejectionCode.UNKNOWN_VERSION, "type ou version inconnus du catalogue", "type")
    return entry


def _loaded(schema: Schema, document: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as error:
        path = prefix + _first_path(cast("dict[str, Any]", error.messages))
        raise Rejected(RejectionCode.INVALID_MESSAGE, "champ absent ou mal formé", path) from None
    return loaded


def _first_path(messages: Mapping[Any, Any]) -> str:
    name, below = min(messages.items(), key=lambda item: str(item[0]))
    return f"{name}.{_first_path(below)}" if isinstance(below, dict) else str(name)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("repeated key")
    return document


def _bounded_integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise ValueError("integer too long")
    return int(digits)


def _finite_float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("number too large")
    return value


def _texts(document: Any) -> Iterator[str]:
    # A stack rather than recursion: nested generators made one deep body of 64 kB cost 0.4 s.
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.keys()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


# Made once: `json.loads` would make one for each body.
_JSON = json.JSONDecoder(
    object_pairs_hook=_without_repeats,
    parse_constant=_bounded_integer,  # NaN, Infinity: no integer, so a ValueError
    parse_int=_bounded_integer,
    parse_float=_finite_float,
)


def _is_deep(document: Any) -> bool:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [
            below
            for value in level
            if isinstance(value, (dict, list))
            for below in (value.values() if isinstance(value, dict) else value)
        ]
    return any(isinstance(value, (dict, list)) for value in level)


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
