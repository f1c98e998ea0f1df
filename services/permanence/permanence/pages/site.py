"""The pages of a permanence: one blueprint that every module adds its routes to, and how they write."""

from typing import Any

import flask
from marshmallow.fields import Field

from chassis.http.bodies import Body
from chassis.http.fields import reference, whole
from chassis.http.pages import Pages
from kernel import french
from permanence.pages.words import in_french

# A place that was chosen before anybody said for whom goes from page to page, as what follows `?`.
_PLACE: dict[str, Field[Any]] = {
    "session": reference("La plage où une place a été choisie.", required=False),
    "slot": whole("Le numéro de cette place.", required=False, most=999),
}


def query(**asked: Field[Any]) -> type[Body]:
    """What may follow `?`."""
    return type("Query", (Body,), {**_PLACE, **asked})


def place_query() -> dict[str, str]:
    """What the present address carries of a place."""
    return {name: value for name in _PLACE if (value := flask.request.args.get(name)) is not None}


pages = Pages(
    __name__,
    title="Permanence de consultations",
    homes={"coordinator": "/desk/declarations", "accountant": "/desk/costs"},
    filters={
        "day": french.day,
        "weekday": french.weekday,
        "short_weekday": french.short_weekday,
        "short_day": french.short_day,
        "month": french.month,
        "clock": french.clock,
        "counted": french.counted,
        "euros": french.amount,
        "age": french.age,
        "phone": french.phone,
        "capital": french.capital,
        "typeset": french.typeset,
        "french": in_french,
    },
)
