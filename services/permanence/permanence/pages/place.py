"""A place that somebody chose before saying for whom: a free slot, or a session to walk into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.core.clock import PARIS
from chassis.core.errors import NotFound
from chassis.http.routes import current_runtime
from permanence.domain.session.session import Session as Planned
from permanence.domain.session.session import SessionState
from permanence.queries.day import practitioner_labels
from permanence.store.slots import FreeSlot, is_free


@dataclass(frozen=True, slots=True)
class Place:
    """`slot` is None for whoever walks in; `starts` is then when the session begins."""

    session_id: UUID
    slot: int | None
    practitioner: str
    site: str
    day: date
    starts: int
    is_free: bool

    @property
    def query(self) -> dict[str, Any]:
        """What follows `?` while the person is looked for."""
        return {"session": self.session_id, **({} if self.slot is None else {"slot": self.slot})}


def place_of(session: Session, session_id: UUID, slot: int | None) -> Place:
    """The place of these references, or `NotFound`."""
    planned = session.get(Planned, session_id)
    number = slot or 1
    if planned is None or not 1 <= number <= len(planned.slots):
        raise NotFound
    is_held = planned.state is SessionState.PLANNED
    return Place(
        session_id,
        slot,
        practitioner_labels(session, [planned.practitioner_id]).get(planned.practitioner_id, ""),
        planned.site,
        planned.day,
        planned.slots[number - 1].starts,
        is_held and (slot is None or is_free(session, session_id, number)),
    )


def place_asked(session: Session, asked: Mapping[str, Any]) -> Place | None:
    """The place that the address carries; none when it carries none, or one that is not there any more."""
    if "session" not in asked:
        return None
    try:
        return place_of(session, asked["session"], asked.get("slot"))
    except NotFound:
        return None


def places_of(free: list[FreeSlot], labels: Mapping[UUID, str]) -> list[Place]:
    return [
        Place(one.session_id, one.number, labels.get(one.practitioner_id, ""), one.site, one.day, one.starts, True)
        for one in free
    ]


def minute_now() -> int:
    """Minutes since midnight in Paris."""
    now = current_runtime().clock.now().astimezone(PARIS)
    return now.hour * 60 + now.minute
