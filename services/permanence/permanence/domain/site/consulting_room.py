"""A consulting room (cabinet de consultation): where one practitioner receives at a time."""

from datetime import date
from uuid import UUID

from permanence.domain.code import checked_code
from permanence.domain.site import rules

LONGEST_LABEL = 120


class ConsultingRoom:
    """Part of its site, which its version counts; sessions lock it by itself, so it has a row of its own."""

    def __init__(self, room_id: UUID, code: str, label: str, opened_on: date) -> None:
        self.room_id = room_id
        self.code = checked_code(code, "room")
        self.label = checked_label(label)
        self.opened_on = opened_on
        self.closed_on: date | None = None

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def check_open(self, day: date) -> None:
        if not self.is_open(day):
            raise rules.RoomClosedThen


def checked_label(label: str) -> str:
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise rules.LabelInvalid
    return label
