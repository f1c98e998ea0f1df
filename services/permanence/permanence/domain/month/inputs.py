"""What months are counted from: files, the days on which something began, and what was done, as days alone."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

# One an act of every month since the opening: tuples are made several times as fast as dataclasses.


@dataclass(frozen=True, slots=True)
class File:
    """A registration; `age_band` is that of the registration, commune and reason those that the file has now."""

    patient_id: UUID
    merged_into: UUID | None
    registered_on: date
    commune: str
    epci: str | None
    age_band: str | None
    no_medecin_traitant_reason: str


class Step(NamedTuple):
    """What began on a day; None where it stayed as it was."""

    patient_id: UUID
    from_on: date
    is_followed: bool | None
    is_ald: bool | None


class Consultation(NamedTuple):
    """A doctor, or a supervised intern, saw somebody."""

    patient_id: UUID
    held_on: date


class ALDDeclaration(NamedTuple):
    """A declaration filed for somebody in ALD, and the days from which it holds and no longer holds."""

    patient_id: UUID
    filed_on: date
    active_on: date | None
    ended_on: date | None


class AppointmentDay(NamedTuple):
    """An appointment that is not cancelled: the first of each file is how long it waited."""

    patient_id: UUID
    day: date
    appointment_id: UUID
    booked_on: date

    @property
    def order(self) -> tuple[date, UUID]:
        return self.day, self.appointment_id

    @property
    def days_waited(self) -> int:
        return max((self.day - self.booked_on).days, 0)
