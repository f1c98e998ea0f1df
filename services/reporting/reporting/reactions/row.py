"""How an event becomes a row of a projection."""

from collections.abc import Sequence
from typing import Any

from contracts.envelope import Event


def rows(
    events: Sequence[Event], *names: str, sequence: str = "sequence", key: str = "subject"
) -> list[dict[str, Any]]:
    """The named fields of each event, under its source and what it is about: its subject, or one of its fields."""
    return [
        {
            "source": event.source,
            key: event.subject if key == "subject" else event.data[key],
            "antenna": event.antenna,
            sequence: event.sequence,
            **{name: event.data.get(name) for name in names},
        }
        for event in events
    ]
