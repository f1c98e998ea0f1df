"""The first versions of facts about patients, as stored before the second: rewritten once, by a migration at each end.

Owner and readers rewrite the same bytes into the same bytes, so that a repeat stays a repeat (decision 0031).
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from contracts.envelope import CONTENT_TYPE, decode, encode, month_of
from contracts.permanence.appointments import LONGEST_DELAY_DAYS

_Data = Mapping[str, Any]


def _month(data: _Data, name: str) -> str | None:
    return data[name][:8] + "01" if data.get(name) else None


def _in_month(name: str) -> Callable[[_Data], dict[str, Any]]:
    return lambda data: {"month_on": _month(data, name)}


def _booked(data: _Data) -> dict[str, Any]:
    third, booked = data.get("third_free_on"), data["booked_on"]
    days = min((date.fromisoformat(third) - date.fromisoformat(booked)).days, LONGEST_DELAY_DAYS) if third else None
    return {
        "booked_month_on": _month(data, "booked_on"),
        "month_on": _month(data, "held_on"),
        "days_to_third_free": None if days is None else max(days, 0),
    }


def _filed(data: _Data) -> dict[str, Any]:
    # Online, a declaration is active at once: the oldest facts do not say so.
    active = "active_on" if data.get("active_on") or data["channel"] != "online" else "filed_on"
    return {"month_on": _month(data, "filed_on"), "active_month_on": _month(data, active)}


def _nothing(_data: _Data) -> dict[str, Any]:
    return {}


# What the second version keeps of the first; a part that is not known is left out.
_KEPT: Mapping[str, Callable[[_Data], dict[str, Any]]] = {
    "patient_registered": _in_month("registered_on"),
    "patient_exited": _in_month("exited_on"),
    "patient_returned": _in_month("returned_on"),
    "patient_merged": lambda data: {"merged": data["merged_id"]},
    "patient_unmerged": lambda data: {"unmerged": data["unmerged_id"]},
    "erasure_answered": lambda data: {"answer": data["answer"]},
    "consultation_held": lambda data: {name: data.get(name) for name in ("held_on", "practitioner_kind", "supervised")},
    "nurse_act_held": _in_month("held_on"),
    "declaration_filed": _filed,
    "declaration_answered": lambda data: {
        "accepted": data["accepted"],
        "active_month_on": _month(data, "active_on"),
    },
    "declaration_ended": _in_month("ended_on"),
    "appointment_booked": _booked,
    "appointment_moved": _in_month("held_on"),
    "appointment_cancelled": _nothing,
    "appointment_honoured": _nothing,
    "appointment_missed": _nothing,
    "waiting_joined": _in_month("joined_on"),
    "waiting_left": _in_month("left_on"),
}
SECOND = {f"permanence.{name}.v1": f"permanence.{name}.v2" for name in _KEPT}
# No figure needs them of one patient: their rows go, at both ends.
DROPPED = ("permanence.patient_assessed.v1", "permanence.patient_ald_changed.v1")


def thinned(body: bytes) -> bytes:
    """The second version of a stored first one: same id, source, subject and sequence; `KeyError` for other types."""
    document = json.loads(body)
    name = document["type"].removeprefix("permanence.").removesuffix(".v1")
    kept = _KEPT[name](document["data"])
    cause = document["id"] if document.get("partner") is None else document["causationid"]
    lean = {
        "specversion": "1.0",
        **{attribute: document[attribute] for attribute in ("id", "source", "subject", "antenna", "sequence")},
        "type": SECOND[document["type"]],
        "time": month_of(datetime.fromisoformat(document["time"]).astimezone(UTC)).isoformat(),
        "correlationid": document["id"],
        "causationid": cause,
        "data": {name: value for name, value in kept.items() if value is not None},
    }
    return encode(decode(json.dumps(lean).encode(), CONTENT_TYPE))
