"""Messages that are not quite events, from a seeded generator: noise, other JSON, examples cut, spoiled or whole."""

import json
import random
from typing import Any
from uuid import uuid4

import amqp

from contracts.envelope import CONTENT_TYPE
from support.bad_inputs import CANARY, HOSTILE
from support.direct import message
from support.examples import INTERN_ARRIVED, document
from support.sample_service import PLANNED

# Bytes where AMQP has text: the broker passes them on.
NOT_TEXT = b"\xff\xfe\r\n\x00"

HOSTILE_PROPERTIES: tuple[dict[str, Any], ...] = (
    {"content_type": NOT_TEXT},
    {"content_type": "\ud800"},
    {"content_type": HOSTILE},
    {"content_encoding": NOT_TEXT},
    {"content_encoding": "gzip"},
    {"type": NOT_TEXT},
    {"type": HOSTILE},
    {"message_id": NOT_TEXT, "correlation_id": NOT_TEXT, "app_id": HOSTILE, "reply_to": HOSTILE},
    {"application_headers": {"x-delivery-count": HOSTILE}},
    {"application_headers": {"x-delivery-count": {"a": 1}}},
    {"application_headers": {"x-delivery-count": -1}},
    {"application_headers": {"x-delivery-count": 10**9}},
    {"application_headers": {HOSTILE: NOT_TEXT, NOT_TEXT: HOSTILE}},
    {"application_headers": {"x-death": [{"count": HOSTILE}], "nameko.user_id": "admin"}},
)
_CONTENT_TYPES = (None, "application/json", "application/x-python-serialize", f"{CONTENT_TYPE}; charset=latin-1", "")


def an_event(event_type: str = INTERN_ARRIVED, **attributes: Any) -> dict[str, Any]:
    """An event of its own, with a name in a field that nobody knows."""
    subject = str(uuid4())
    data = {"stay_id" if event_type == INTERN_ARRIVED else "session_id": subject}
    owner = event_type.partition(".")[0]
    own = {"id": str(uuid4()), "subject": subject, "source": f"/romans/{owner}", "antenna": "romans", "note": CANARY}
    return document(event_type, data=data, **(own | attributes))


def fuzzed(generator: random.Random, number: int) -> amqp.Message:
    """Each body is another one: it has its number in it, unless it was spoiled just there."""
    properties: dict[str, Any] = {}
    if generator.random() < 0.1:
        properties = generator.choice(HOSTILE_PROPERTIES)
    elif generator.random() < 0.1:
        properties = {"content_type": generator.choice(_CONTENT_TYPES)}
    return message(_body(generator, number), **properties)


def _body(generator: random.Random, number: int) -> bytes:
    mark = f"{CANARY}-{number}"
    event = an_event(generator.choice((INTERN_ARRIVED, PLANNED)), note=mark)
    whole = json.dumps(event, ensure_ascii=generator.random() < 0.5).encode()
    kind = generator.randrange(6)
    if kind == 0:
        return whole
    if kind == 1:
        return mark.encode() + generator.randbytes(generator.randrange(2_000))
    if kind == 2:
        return json.dumps([mark, _value(generator)], ensure_ascii=False).encode("utf-8", "surrogatepass")
    if kind == 3:
        return whole[: generator.randrange(len(whole))] + mark.encode()
    if kind == 4:
        start = generator.randrange(len(whole))
        return whole[:start] + generator.randbytes(generator.randint(1, 4)) + whole[start + generator.randint(0, 4) :]
    holder = generator.choice((event, event["data"]))
    holder[generator.choice(sorted(holder))] = _value(generator)
    return json.dumps(event | {"mark": mark}, ensure_ascii=generator.random() < 0.5).encode("utf-8", "surrogatepass")


def _value(generator: random.Random, depth: int = 0) -> Any:
    simple = (
        None,
        True,
        -1,
        2**70,
        1e308,
        float("nan"),
        "",
        HOSTILE,
        "\ud800",
        "\x00",
        CANARY,
        "2024-02-30",
        str(uuid4()),
    )
    if depth == 3 or generator.random() < 0.7:
        return generator.choice(simple)
    below = [_value(generator, depth + 1) for _ in range(generator.randrange(4))]
    return below if generator.random() < 0.5 else {f"{CANARY}{place}": value for place, value in enumerate(below)}
