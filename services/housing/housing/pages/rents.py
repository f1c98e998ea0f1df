"""The rents of a month: issued, listed, paid, put in a file for the finance software, read back from it."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import flask

from chassis.core.errors import NotFound
from chassis.http.access import caller
from chassis.http.fields import text
from chassis.http.pages import Document, address, render
from chassis.http.problems import FormRefused
from chassis.http.routes import audited, reading, run, today
from housing.commands.money import IssueRents, ReadFinanceReturn
from housing.domain.house.house import CollectionMode
from housing.domain.stay.period import Period
from housing.http.api import MONEY
from housing.http.lodgings import SETTLE_STAY
from housing.http.money import EXPORT_RENTS, RECORD_PAYMENT, RECORD_REFUND
from housing.pages import bodies
from housing.pages.site import pages, query
from housing.pages.stay import METHODS
from housing.queries.houses import house_of
from housing.queries.occupants import names_of
from housing.queries.rents import export_read, exports, month_of_rents
from housing.queries.stays import StayRead
from kernel.period import YEARS, add_months

Asked = dict[str, Any]
RentsQuery = query(month=text("Le mois, AAAA-MM.", required=False, longest=7))
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@pages.page("/board/houses/<house>/rents", roles=MONEY, asks=RentsQuery)
def rents(asked: Asked, house: str) -> str:
    day = today()
    month = _month(asked["month"]) if "month" in asked else day.replace(day=1)
    if month is None:
        raise NotFound
    with reading() as session:
        shown = house_of(session, house)
        found = month_of_rents(session, house, Period(month, add_months(month, 1)))
        files = exports(session, house)
    return render(
        "rents.html.j2",
        house=shown,
        role=caller().role,
        today=day,
        month=month,
        earlier=add_months(month, -1),
        later=add_months(month, 1),
        rents=found.rents,
        unasked=found.unasked,
        due_cents=sum(rent.line.due.amount_cents for rent in found.rents),
        paid_cents=sum(rent.line.paid_cents for rent in found.rents),
        names=_names({rent.stay for rent in found.rents}),
        by_titre=shown.collection is CollectionMode.TITRE,
        files=files,
        methods=METHODS,
    )


@pages.form("/board/houses/<house>/rents", asks=bodies.MonthBody, shown_on=rents, roles=MONEY)
def issue_rents(asked: Asked, house: str) -> str:
    month = _month(asked["month"])
    if month is None:
        raise FormRefused("Un mois s’écrit AAAA-MM.", "month")
    run(IssueRents(house, month))
    return _back(house)


@pages.form("/board/houses/<house>/returns", asks=bodies.ReturnBody, shown_on=rents, roles=MONEY)
def read_finance_return(asked: Asked, house: str) -> str:
    run(ReadFinanceReturn(house, asked["file"].encode()))
    return _back(house, part="finances")


@pages.document("/board/houses/<house>/exports/<uuid:export_id>", roles=MONEY)
def export(house: str, export_id: UUID) -> Document:
    with reading() as session:
        written = export_read(session, house, export_id)
    return Document(f"Loyers {house} {export_id}.csv", "text/csv", written.file)


def _names(stays: Collection[StayRead]) -> Mapping[UUID, str]:
    """A payment is matched to a name; each month that is looked at leaves its rows in the audit."""
    if not any(stay.occupant_id for stay in stays):
        return {}
    with audited("rents.show") as read:
        return names_of(read, stays)


def _back(house: str, part: str | None = None) -> str:
    """The same month again."""
    return address("rents", house=house, month=flask.request.args.get("month"), _anchor=part)


# Who does the work of the town's money does it here, the accountant as the agent, without the file of the stay.
for _ask, _rule, _name in (
    (RECORD_PAYMENT, "/board/houses/<house>/rents/<uuid:stay_id>", "pay_rent"),
    (RECORD_REFUND, "/board/houses/<house>/rents/<uuid:stay_id>/refund", "refund_rent"),
    (SETTLE_STAY, "/board/houses/<house>/rents/<uuid:stay_id>/settlement", "settle_rent"),
):
    pages.form_of(_ask, _rule, shown_on=rents, then=lambda _done, house, **_stay: _back(house), name=_name)
pages.form_of(
    EXPORT_RENTS,
    "/board/houses/<house>/exports",
    shown_on=rents,
    then=lambda _made, house: _back(house, part="finances"),
)


def _month(written: str) -> date | None:
    found = _MONTH.fullmatch(written)
    return date(int(found[1]), int(found[2]), 1) if found and int(found[1]) in YEARS else None
