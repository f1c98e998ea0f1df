"""The bulletins over HTTP, counted when they are asked for."""

from typing import Any

from marshmallow import fields

from chassis.core.clock import civil_day
from chassis.core.errors import NotFound
from chassis.core.runtime import Runtime
from chassis.http.bodies import Answer
from chassis.http.fields import count, text
from chassis.http.routes import Routes, current_runtime, reading
from reporting import reading as counted
from reporting.bulletin import Month, months

READERS = ("reporter", "elected_official")

blueprint = Routes("reporting", __name__, description="Bulletins mensuels")


def value(description: str) -> fields.Raw:
    """A number as it was counted; null for a rate of nothing, and where patients are still to be counted."""
    return fields.Raw(required=True, allow_none=True, metadata={"description": description, "type": "number"})


class FigureDocument(Answer):
    code = text("Code stable du chiffre.")
    label = text("Ce qui est compté.")
    unit = text("Unité ; les montants sont en centimes d'euro.")
    month = value("Dans le mois.")
    since_opening = value("De l'ouverture du service à la fin du mois.")


class RowDocument(Answer):
    code = text("Code de la ligne.")
    label = text("Son nom.")
    month = count("Dans le mois.")
    last_12_months = count("Dans les douze mois qui finissent avec le bulletin.")
    since_opening = count("De l'ouverture du service à la fin du mois.")
    objective = value("Objectif annuel, s'il y en a un.")


class BreakdownDocument(Answer):
    code = text("Code stable de la répartition.")
    label = text("Ce qui est réparti.")
    unit = text("Unité ; les montants sont en centimes d'euro.")
    rows = fields.List(fields.Nested(RowDocument), required=True)


class BulletinDocument(Answer):
    antenna = text("Code de l'antenne.")
    month = text("Mois, AAAA-MM.")
    edition = count("Édition.")
    figures = fields.List(fields.Nested(FigureDocument), required=True)
    breakdowns = fields.List(fields.Nested(BreakdownDocument), required=True)


class MonthsDocument(Answer):
    months = fields.List(
        fields.String(), required=True, metadata={"description": "AAAA-MM, du plus ancien au présent."}
    )


@blueprint.query("/bulletins", answers=MonthsDocument, roles=READERS)
def list_months() -> dict[str, Any]:
    """Les mois qui ont un bulletin, de l'ouverture au mois en cours."""
    return {"months": list(_months_told(current_runtime()))}


@blueprint.query("/bulletins/<month>", answers=BulletinDocument, roles=READERS)
def read_bulletin(month: str) -> dict[str, Any]:
    """Le bulletin d'un mois (AAAA-MM), compté à l'instant."""
    runtime = current_runtime()
    wanted = _months_told(runtime).get(month)
    if wanted is None:
        raise NotFound("Pas de bulletin : un mois s'écrit AAAA-MM, de l'ouverture de l'antenne au mois en cours.")
    with reading() as session:
        return counted.read_bulletin(session, runtime.antenna, wanted).as_json()


def _months_told(runtime: Runtime) -> dict[str, Month]:
    """The months that have a bulletin, by the way they are written."""
    today = civil_day(runtime.clock.now())
    return {str(month): month for month in months(Month.of(runtime.antenna.opened_on), Month.of(today))}
