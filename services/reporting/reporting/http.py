"""The bulletins over HTTP, counted when they are asked for."""

import re
from typing import Any

from marshmallow import Schema, fields

from chassis.core.clock import civil_day
from chassis.core.errors import NotFound
from chassis.core.runtime import Runtime
from chassis.http.fields import count, text
from chassis.http.problems import FieldError, Malformed
from chassis.http.routes import Routes, current_runtime, reading
from reporting.bulletin import Month, bulletins, months

READERS = ("reporter", "elected_official")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

blueprint = Routes("reporting", __name__, description="Bulletins mensuels")


class FigureDocument(Schema):
    code = text("Code stable du chiffre.")
    label = text("Ce qui est compté.")
    unit = text("Unité.")
    month = count("Dans le mois.")
    since_opening = count("De l'ouverture à la fin du mois.")


class BulletinDocument(Schema):
    antenna = text("Code de l'antenne.")
    month = text("Mois, AAAA-MM.")
    edition = count("Édition.")
    figures = fields.List(fields.Nested(FigureDocument), required=True)


class MonthsDocument(Schema):
    months = fields.List(
        fields.String(), required=True, metadata={"description": "AAAA-MM, du plus ancien au présent."}
    )


@blueprint.query("/bulletins", answers=MonthsDocument, roles=READERS)
def list_months() -> dict[str, Any]:
    """Les mois qui ont un bulletin, de l'ouverture au mois en cours."""
    return {"months": [str(month) for month in _published(current_runtime())]}


@blueprint.query("/bulletins/<month>", answers=BulletinDocument, roles=READERS)
def read_bulletin(month: str) -> dict[str, Any]:
    """Le bulletin d'un mois (AAAA-MM), compté à l'instant."""
    runtime = current_runtime()
    wanted = _parse(month)
    if wanted not in _published(runtime):
        raise NotFound("Pas de bulletin pour ce mois : il précède l'ouverture de l'antenne ou n'a pas commencé.")
    antenna = runtime.antenna
    with reading() as session:
        (bulletin,) = bulletins(
            session, antenna=antenna.code, label=antenna.label, opened_on=antenna.opened_on, wanted=[wanted]
        )
    return bulletin.as_json()


def _published(runtime: Runtime) -> list[Month]:
    return list(months(Month.of(runtime.antenna.opened_on), Month.of(civil_day(runtime.clock.now()))))


def _parse(text: str) -> Month:
    try:
        if _MONTH.fullmatch(text):
            return Month.parse(text)
    except ValueError:
        pass  # a thirteenth month is as malformed as a word
    raise Malformed([FieldError("month", "Un mois s'écrit AAAA-MM et existe au calendrier.")])
