"""What an agent decides about a stay: each form is shown on the stay's page, and folded on the board."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import Ask, reading
from housing.http.api import AGENTS
from housing.http.lodgings import EXTEND_STAY, RECORD_ARRIVAL, RECORD_DEPARTURE, RECORD_OVERSTAY, SETTLE_STAY
from housing.http.stays import (
    CANCEL_STAY,
    CONFIRM_STAY,
    EXPIRE_HOLDS,
    HOLD_STAY,
    RECORD_NOT_ARRIVED,
    REFUSE_STAY,
    WAITLIST_STAY,
)
from housing.pages.board import board
from housing.pages.site import back_to_board, pages
from housing.pages.stay import stay
from housing.queries.stays import stay_read


def _go_on(_outcome: Any, stay_id: UUID) -> str:
    """Back to where the form was: the board, or the stay's page."""
    with reading() as session:
        line = stay_read(session, stay_id)
    return (line and back_to_board(line.house)) or address("stay", stay_id=stay_id)


_DECISIONS: dict[str, Ask] = {
    "hold": HOLD_STAY,
    "waitlist": WAITLIST_STAY,
    "confirm": CONFIRM_STAY,
    "refuse": REFUSE_STAY,
    "cancel": CANCEL_STAY,
    "arrival": RECORD_ARRIVAL,
    "not-arrived": RECORD_NOT_ARRIVED,
    "extension": EXTEND_STAY,
    "overstay": RECORD_OVERSTAY,
    "departure": RECORD_DEPARTURE,
    "settlement": SETTLE_STAY,
}
# An agent's, on this page; the accountant, who may not open it, settles a stay on that of the month's rents.
for _last, _ask in _DECISIONS.items():
    pages.form_of(_ask, f"/board/stays/<uuid:stay_id>/{_last}", shown_on=stay, then=_go_on, roles=AGENTS)
pages.form_of(EXPIRE_HOLDS, "/board/expired-holds", shown_on=board)
