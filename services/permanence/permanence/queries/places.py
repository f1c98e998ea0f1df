"""Free slots, and a place that somebody chose before saying for whom: a slot, or a session to walk into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from kernel.said import TIME_OF_DAY, WHOLE
from permanence.commands.words import SiteCode, ThePractitioner, TheSession
from permanence.domain.session.session import Session as Planned
from permanence.domain.session.session import SessionState
from permanence.queries.day import practitioner_labels
from permanence.store.slots import first_free_slots, is_free


@dataclass(frozen=True, slots=True)
class FreeSlotRead:
    """A slot that nobody has."""

    session_id: TheSession
    slot: Annotated[int, "Numéro du créneau.", WHOLE]
    day: Annotated[date, "Jour"]
    starts: Annotated[int, "Heure", TIME_OF_DAY]
    practitioner_id: ThePractitioner
    site: SiteCode


@dataclass(frozen=True, slots=True)
class FreeSlots:
    slots: Annotated[Sequence[Annotated[FreeSlotRead, "Un créneau."]], "Dans l'ordre du temps."]


def free_slots(
    session: Session,
    from_day: date,
    from_minute: int,
    *,
    practitioner_id: UUID | None = None,
    site: str | None = None,
    limit: int = 1,
) -> list[FreeSlotRead]:
    """The first ones from an instant on, of one practitioner or all, in one site or all."""
    found = first_free_slots(session, from_day, from_minute, practitioner_id=practitioner_id, site=site, limit=limit)
    return [
        FreeSlotRead(one.session_id, one.number, one.day, one.starts, one.practitioner_id, one.site) for one in found
    ]


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


def places_of(free: Sequence[FreeSlotRead], labels: Mapping[UUID, str]) -> list[Place]:
    return [
        Place(one.session_id, one.slot, labels.get(one.practitioner_id, ""), one.site, one.day, one.starts, True)
        for one in free
    ]
