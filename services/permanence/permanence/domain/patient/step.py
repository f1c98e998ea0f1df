"""From which day on a patient is followed, or in ALD: what the numbers of past months are counted from."""

from datetime import date
from uuid import UUID


class PatientStep:
    """What began on a day; None where it stayed as it was. Of two steps, the one with the higher number wins.

    A change may be learnt of late: from its own day on it stands, whatever had been written of later days before. Who
    never changed has none: the file says it all, and a registration writes nothing more.
    """

    def __init__(
        self, patient_id: UUID, number: int, from_on: date, *, is_followed: bool | None, is_ald: bool | None
    ) -> None:
        self.patient_id = patient_id
        self.number = number
        self.from_on = from_on
        self.is_followed = is_followed
        self.is_ald = is_ald
