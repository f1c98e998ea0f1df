"""The pages of a house: one blueprint that every module adds its routes to, and how they write."""

from datetime import datetime
from typing import Any

import flask
from marshmallow.fields import Field

from chassis.core.clock import PARIS
from chassis.http.bodies import Body
from chassis.http.pages import Pages, address
from housing.pages.universities import university_named
from housing.pages.words import in_french
from kernel import french


def hour(instant: datetime) -> str:
    """« 24/11/2026 à 9 h 05 »."""
    local = instant.astimezone(PARIS)
    return f"{local:%d/%m/%Y} à {local.hour}{french.FIXED}h{french.FIXED}{local:%M}"


def back_to_board(house: str) -> str | None:
    """The board that a form was sent from, at the days that were shown; forms of other pages say nothing."""
    shown = flask.request.args.get("board")
    return None if shown is None else address("board", house=house, **{"from": shown})


def query(**asked: Field[Any]) -> type[Body]:
    """What may follow `?`, by names that Python keeps for itself."""
    return type("Query", (Body,), asked)


pages = Pages(
    __name__,
    title="Maison des internes",
    home="/board",
    homes={"accountant": "/board/houses"},
    filters={
        "euros": french.amount,
        "price": french.price,
        "day": french.day,
        "weekday": french.weekday,
        "short_day": french.short_day,
        "month": french.month,
        "of_month": french.of_month,
        "nights": french.nights,
        "counted": french.counted,
        "typeset": french.typeset,
        "french": in_french,
        "university": university_named,
        "capital": french.capital,
        "hour": hour,
    },
)
