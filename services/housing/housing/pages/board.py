"""The agent's board: nights in a picture, who comes and goes this week, who asks, what is unpaid, what is missing."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from chassis.http.fields import civil_day, text
from chassis.http.pages import render
from chassis.http.routes import audited, reading, today
from housing.domain.house.house import CollectionMode, House
from housing.domain.money.account import LATE_AFTER_DAYS
from housing.domain.stay.period import Period, PeriodInvalid
from housing.http.api import AGENTS
from housing.pages.board_content import WEEK, Board, board_of
from housing.pages.lanes import MONTHS_SHOWN, lanes_of, shown_from
from housing.pages.picture import draw
from housing.pages.site import pages, query
from housing.pages.stay import WORDS
from housing.pages.words import choices_of, in_french
from housing.queries.accounts import accounts_of
from housing.queries.houses import all_houses, rooms_in
from housing.queries.occupants import names_of
from housing.queries.stays import files_of, stays_shown
from kernel.period import add_months

BoardQuery = query(
    house=text("La maison, par son code.", required=False, longest=63),
    **{"from": civil_day("Un jour du premier mois montré", required=False)},
)


def house_asked(houses: Collection[House], code: str | None) -> House | None:
    """The house that was asked for, or the first; none when the antenna has opened none, or none of that code."""
    return next((house for house in houses if code in (None, house.code)), None)


@pages.page("/board", roles=AGENTS, asks=BoardQuery)
def board(asked: dict[str, Any]) -> str:
    day = today()
    shown = _shown(asked.get("from", day), day)
    with reading() as session:
        houses = all_houses(session)
        house = house_asked(houses, asked.get("house"))
        if house is None:
            return render(
                "no_house.html.j2",
                asked=asked.get("house"),
                houses=houses,
                today=day,
                collections=choices_of(CollectionMode),
            )
        rooms = rooms_in(session, [house.code])
        stays = stays_shown(session, house.code, min(shown.first, day))
        living = [stay.stay_id for stay in stays if stay.room_id is not None]
        content = board_of(
            house,
            rooms,
            stays,
            files=files_of(session, living),
            accounts=accounts_of(session, living),
            day=day,
        )
    lanes = lanes_of(rooms, stays, shown)
    names = _names(content)
    return render(
        "board.html.j2",
        house=house,
        houses=houses,
        today=day,
        week=Period(day, day + WEEK),
        shown=shown,
        earlier=add_months(shown.first, -MONTHS_SHOWN),
        later=add_months(shown.first, MONTHS_SHOWN),
        lanes=lanes,
        picture=draw(lanes, shown, day, f"Nuits de {house.label} : les mêmes faits sont dans le tableau qui suit"),
        content=content,
        names=names,
        order=[in_french(kind) for kind in house.rule_on(day).order],
        words=WORDS,
        late_after=LATE_AFTER_DAYS,
    )


def _shown(wanted: date, day: date) -> Period:
    """Where the picture begins; a year that is no year shows the present."""
    try:
        return shown_from(wanted)
    except PeriodInvalid:
        return shown_from(day)


def _names(content: Board) -> Mapping[UUID, str]:
    """Of those who come, go or owe: whoever must be met or called. The requests are decided without names."""
    if not any(stay.occupant_id for stay in content.to_meet):
        return {}
    with audited("board.show") as read:
        return names_of(read, content.to_meet)
