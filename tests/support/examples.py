"""The frozen examples of events, as documents that a test may spoil, and as bodies."""

import json
from collections.abc import Mapping
from typing import Any

from contracts.catalogue import BY_TYPE
from maillage.documents.json_schemas import example

PATIENT_REGISTERED = "permanence.patient_registered.v2"
CONSULTATION_HELD = "permanence.consultation_held.v2"
INTERN_ARRIVED = "housing.intern_arrived.v1"
INTERN_DEPARTED = "housing.intern_departed.v1"


def document(event_type: str, *, data: Mapping[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    """The example of a type with some attributes, and some fields of its data, given other values."""
    found = example(BY_TYPE[event_type])
    return found | attributes | {"data": found["data"] | (data or {})}


def body(document: object) -> bytes:
    return json.dumps(document).encode()
