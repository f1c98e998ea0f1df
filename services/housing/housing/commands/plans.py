"""What is asked of the plan of a semester."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProposePlan:
    """Proposes rooms for all requests of some houses in a semester, such as `2018-11`."""

    semester: str
    houses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Gives a room to one request of a plan, or none; a house that is named is the request's own."""

    plan_id: UUID
    stay_id: UUID
    house: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptPlan:
    """Holds the rooms of a plan to the end of a day: of these requests, or of all that have one."""

    plan_id: UUID
    held_until: date
    stay_ids: tuple[UUID, ...] | None = None
