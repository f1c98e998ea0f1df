"""What people ask of a house of interns; one frozen value per command, handled in `handlers.py`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.stay import OccupantKind


@dataclass(frozen=True, slots=True)
class RecordArrival:
    """Records that an intern moved into a house; `house` and `university` are codes such as `maison-des-internes`."""

    house: str
    occupant_kind: OccupantKind
    university: str
    arrived_on: date
    expected_departure_on: date


@dataclass(frozen=True, slots=True)
class RecordDeparture:
    """Records that the occupant of a stay left the house."""

    stay_id: UUID
    departed_on: date
