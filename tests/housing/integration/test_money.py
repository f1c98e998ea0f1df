"""Money on a migrated PostgreSQL database: the same questions, and people who issue and pay at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from chassis.http.app import create_app
from housing.commands.money import IssueRents, RecordPayment
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from housing.domain.money.rules import PaymentAboveDue
from housing.manifest import MANIFEST
from support.housing.house_api import CONVENTION, HOUSE, HouseApi
from support.http_app import NOW, Web
from support.outcomes import done
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, instance_of
from support.servers import Servers

DECEMBER = date(2018, 12, 1)


@pytest.fixture
def romans(servers: Servers) -> Iterator[HouseApi]:
    database = Database(servers.database())
    migrate(instance_of(database, MANIFEST))
    runtime = Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(NOW))
    api = HouseApi(Web(create_app(runtime), runtime, "housing_agent"))
    api.on("2018-11-05")
    yield api
    database.close()


def at_once(*deeds: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
    together = Barrier(len(deeds))

    def started(deed: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        together.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(started, deeds))


def test_rents_are_issued_paid_listed_and_shared(romans: HouseApi) -> None:
    romans.open(rooms=2)
    romans.do(f"/houses/{HOUSE}/conventions", **CONVENTION)
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    assert romans.do(f"/houses/{HOUSE}/rents", month="2018-12-01")["amount_cents"] == 15000
    romans.do(f"/stays/{stay_id}/payments", amount_cents=5000, paid_on="2018-12-03", method="cash")
    romans.do(f"/houses/{HOUSE}/budgets", year=2018, stage="voted", expenses={"rent": 100}, rents_cents=1)
    romans.do(f"/houses/{HOUSE}/costs", cost_kind="rent", amount_cents=20001, incurred_on="2018-12-01", label="Loyer")
    romans.on("2019-01-31")
    (late,) = romans.read(f"/houses/{HOUSE}/arrears")["dues"]
    assert (late["number"], late["left_cents"]) == ("2018-12-0001", 10000)
    money = romans.read(f"/houses/{HOUSE}/money?first_on=2018-12-01&end_on=2019-01-01")
    assert (money["actual"]["net_cents"], money["budgets"][0]["net_cents"]) == (5001, 99)
    assert [share["amount_cents"] for share in money["actual"]["conventions"][0]["shares"]] == [2501, 2500]
    told = romans.read(f"/houses/{HOUSE}/free-periods?first_on=2018-12-01&end_on=2019-07-01")["rooms"]
    assert [[(free["first_on"], free["end_on"]) for free in room["free"]] for room in told] == [
        [("2018-12-01", "2018-12-03"), ("2019-06-03", "2019-07-01")],
        [("2018-12-01", "2019-07-01")],
    ]
    (room,) = romans.read("/availability?first_on=2019-06-02&end_on=2019-06-04")["rooms"]
    assert room["room"] == "chambre-2"
    progress = romans.read(f"/houses/{HOUSE}/objective?first_on=2018-12-01&end_on=2019-12-01")
    assert (progress["interns_lodged"], progress["objective"]) == (1, 10)


def test_avis_issued_at_once_in_several_houses_are_numbered_without_a_hole(romans: HouseApi) -> None:
    houses = [romans.open(house=f"maison-{number}", rooms=2) for number in range(4)]
    for number, house in enumerate(houses):
        for room in (1, 2):
            romans.lodge(10 * number + room, "2018-12-03", "2019-06-03", room=f"chambre-{room}", house=house)
    runtime = romans.web.runtime
    outcomes = at_once(*(partial(done, runtime, IssueRents(house, DECEMBER)) for house in houses))
    assert [outcome["issued"] for outcome in outcomes] == [2, 2, 2, 2]
    assert sorted(row["number"] for row in rows(runtime, "rent_dues")) == [f"2018-12-{n:04d}" for n in range(1, 9)]


def test_the_same_rents_issued_twice_at_once_are_issued_once(romans: HouseApi) -> None:
    romans.open()
    romans.lodge(1, "2018-12-03", "2019-06-03")
    issues = [partial(done, romans.web.runtime, IssueRents(HOUSE, DECEMBER)) for _ in range(2)]
    assert sorted(outcome["issued"] for outcome in at_once(*issues)) == [0, 1]
    assert [row["number"] for row in rows(romans.web.runtime, "rent_dues")] == ["2018-12-0001"]


def test_of_two_payments_of_the_whole_at_once_one_is_received_and_the_other_refused(romans: HouseApi) -> None:
    romans.open()
    stay_id = UUID(romans.lodge(1, "2018-12-03", "2019-06-03"))
    done(romans.web.runtime, IssueRents(HOUSE, DECEMBER))

    def pay() -> dict[str, Any]:
        payment = RecordPayment(stay_id, PaymentGiven(15000, date(2018, 12, 3), PaymentMethod.CARD))
        try:
            return done(romans.web.runtime, payment)
        except PaymentAboveDue as refused:
            return {"code": refused.code}

    assert sorted(next(iter(outcome)) for outcome in at_once(pay, pay)) == ["code", "payment_id"]
    assert len(rows(romans.web.runtime, "payments")) == 1
