"""What an agent decides about a stay: each form is shown on the stay's page, and folded on the board."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import reading, run
from housing.commands.stays import (
    CancelStay,
    ConfirmStay,
    ExpireHolds,
    ExtendStay,
    HoldStay,
    RecordArrival,
    RecordDeparture,
    RecordNotArrived,
    RecordOverstay,
    RefuseStay,
    SettleStay,
    WaitlistStay,
)
from housing.http.api import AGENTS
from housing.http.stays import (
    CancelStayBody,
    ExtendStayBody,
    HoldStayBody,
    RecordArrivalBody,
    RecordDepartureBody,
    RecordOverstayBody,
    RefuseStayBody,
)
from housing.http.words import Nothing
from housing.pages.board import board
from housing.pages.site import back_to_board, pages
from housing.pages.stay import stay
from housing.queries.stays import stay_read

Asked = dict[str, Any]


def _go_on(stay_id: UUID) -> str:
    """Back to where the form was: the board, or the stay's page."""
    with reading() as session:
        line = stay_read(session, stay_id)
    return (line and back_to_board(line.house)) or address("stay", stay_id=stay_id)


@pages.form("/board/stays/<uuid:stay_id>/hold", asks=HoldStayBody, shown_on=stay, roles=AGENTS)
def hold_stay(asked: Asked, stay_id: UUID) -> str:
    run(HoldStay(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/waitlist", asks=Nothing, shown_on=stay, roles=AGENTS)
def waitlist_stay(_asked: Asked, stay_id: UUID) -> str:
    run(WaitlistStay(stay_id))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/confirm", asks=Nothing, shown_on=stay, roles=AGENTS)
def confirm_stay(_asked: Asked, stay_id: UUID) -> str:
    run(ConfirmStay(stay_id))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/refuse", asks=RefuseStayBody, shown_on=stay, roles=AGENTS)
def refuse_stay(asked: Asked, stay_id: UUID) -> str:
    run(RefuseStay(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/cancel", asks=CancelStayBody, shown_on=stay, roles=AGENTS)
def cancel_stay(asked: Asked, stay_id: UUID) -> str:
    run(CancelStay(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/arrival", asks=RecordArrivalBody, shown_on=stay, roles=AGENTS)
def record_arrival(asked: Asked, stay_id: UUID) -> str:
    run(RecordArrival(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/not-arrived", asks=Nothing, shown_on=stay, roles=AGENTS)
def record_not_arrived(_asked: Asked, stay_id: UUID) -> str:
    run(RecordNotArrived(stay_id))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/extension", asks=ExtendStayBody, shown_on=stay, roles=AGENTS)
def extend_stay(asked: Asked, stay_id: UUID) -> str:
    run(ExtendStay(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/overstay", asks=RecordOverstayBody, shown_on=stay, roles=AGENTS)
def record_overstay(asked: Asked, stay_id: UUID) -> str:
    run(RecordOverstay(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/departure", asks=RecordDepartureBody, shown_on=stay, roles=AGENTS)
def record_departure(asked: Asked, stay_id: UUID) -> str:
    run(RecordDeparture(stay_id, **asked))
    return _go_on(stay_id)


@pages.form("/board/stays/<uuid:stay_id>/settlement", asks=Nothing, shown_on=stay, roles=AGENTS)
def settle_stay(_asked: Asked, stay_id: UUID) -> str:
    run(SettleStay(stay_id))
    return _go_on(stay_id)


@pages.form("/board/expired-holds", asks=Nothing, shown_on=board, roles=AGENTS)
def expire_holds(_asked: Asked) -> str:
    run(ExpireHolds())
    return address("board")
