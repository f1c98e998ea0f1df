"""Money and denominators by commands on SQLite: what is told, months by payer, what a consultation costs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.flat import composed, flattened
from permanence.commands.acts import HoldConsultation
from permanence.commands.costs import (
    CancelCost,
    CancelReceipt,
    RecordCost,
    RecordPeopleWithoutGP,
    RecordReceipt,
)
from permanence.domain.money.cost import CostKind, MoneyLine, MoneyStage, ReceiptKind
from permanence.domain.money.denominator import PeopleGroup
from permanence.queries.costs import (
    MonthOfPayer,
    consultation_cost,
    cost_lines,
    money_by_month,
    people_without_gp,
    receipt_lines,
)
from permanence.store.costs import people_counts
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, Agenda, agenda

ACTUAL = MoneyStage.ACTUAL
OCTOBER, NOVEMBER, DECEMBER = date(2023, 10, 1), date(2023, 11, 1), date(2023, 12, 1)
T = TypeVar("T", RecordCost, RecordReceipt)


def changed(command: T, **changes: Any) -> T:
    """The same, some parts of its line or of itself otherwise."""
    return composed(type(command), {**flattened(command), **changes})


SALARIES = RecordCost(CostKind.SALARIES, MoneyLine(ACTUAL, OCTOBER, "oxance", 3_100_00, "salaires"))
FEES = RecordReceipt(ReceiptKind.FEES, MoneyLine(ACTUAL, OCTOBER, "assurance-maladie", 1_000_00, "actes"))
COUNT = RecordPeopleWithoutGP(MONDAY, "26281", PeopleGroup.ALL, 3_300, "CPAM de la Drôme, novembre 2023")


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


@pytest.fixture
def session(romans: Agenda) -> Iterator[Session]:
    with Session(romans.runtime.database.reading) as opened:
        yield opened


def test_costs_and_receipts_are_told_without_their_labels_and_cancelled_with_a_reason_kept(romans: Agenda) -> None:
    cost_id = UUID(romans.do(SALARIES)["cost_id"])
    receipt_id = UUID(romans.do(changed(FEES, payer=None))["receipt_id"])
    assert [fact.data for fact in romans.facts("cost_recorded")] == [
        {
            "cost_id": cost_id,
            "cost_kind": "salaries",
            "stage": "actual",
            "month_on": OCTOBER,
            "payer": "oxance",
            "in_kind": False,
            "amount_cents": 3_100_00,
        }
    ]
    assert [fact.data for fact in romans.facts("receipt_recorded")] == [
        {
            "receipt_id": receipt_id,
            "receipt_kind": "fees",
            "stage": "actual",
            "month_on": OCTOBER,
            "amount_cents": 1_000_00,
        }
    ]
    romans.do(CancelCost(cost_id, "en double"))
    romans.do(CancelReceipt(receipt_id, "en double"))
    assert [fact.data for fact in romans.facts("cost_cancelled")] == [{"cost_id": cost_id, "cancelled_on": MONDAY}]
    assert [fact.data for fact in romans.facts("receipt_cancelled")] == [
        {"receipt_id": receipt_id, "cancelled_on": MONDAY}
    ]
    assert romans.row("costs", cost_id)["cancel_reason"] == "en double"
    for refused, code in (
        (CancelCost(cost_id, ""), "COST_ALREADY_CANCELLED"),
        (CancelReceipt(receipt_id, ""), "RECEIPT_ALREADY_CANCELLED"),
        (CancelCost(NOBODY, ""), "COST_UNKNOWN"),
        (CancelReceipt(NOBODY, ""), "RECEIPT_UNKNOWN"),
        (changed(SALARIES, month_on=DECEMBER), "ACTUAL_IN_FUTURE"),
    ):
        assert romans.refused(refused)[0] == code


def test_months_are_read_by_payer_one_stage_at_a_time(romans: Agenda, session: Session) -> None:
    romans.do(SALARIES)
    romans.do(changed(SALARIES, amount_cents=50_00))
    romans.do(changed(SALARIES, payer=None, amount_cents=900_00, cost_kind=CostKind.RENT))
    romans.do(changed(SALARIES, payer="ville", in_kind=True, amount_cents=700_00))
    romans.do(changed(SALARIES, stage=MoneyStage.VOTED, amount_cents=9_999_00))
    romans.do(CancelCost(UUID(romans.do(changed(SALARIES, amount_cents=1))["cost_id"]), ""))
    romans.do(FEES)
    assert money_by_month(session, OCTOBER, NOVEMBER, ACTUAL) == [
        MonthOfPayer(OCTOBER, ACTUAL, "assurance-maladie", 0, 0, 1_000_00),
        MonthOfPayer(OCTOBER, ACTUAL, "oxance", 3_150_00, 0, 0),
        MonthOfPayer(OCTOBER, ACTUAL, "ville", 0, 700_00, 0),
        MonthOfPayer(OCTOBER, ACTUAL, None, 900_00, 0, 0),
    ]
    assert money_by_month(session, NOVEMBER, DECEMBER, ACTUAL) == []
    (voted,) = money_by_month(session, OCTOBER, NOVEMBER, MoneyStage.VOTED)
    assert voted.cost_cents == 9_999_00
    assert len(cost_lines(session, OCTOBER, NOVEMBER, limit=10)) == 5
    assert len(cost_lines(session, OCTOBER, NOVEMBER, limit=2, offset=4)) == 1
    assert [line.label for line in receipt_lines(session, OCTOBER, NOVEMBER, limit=10)] == ["actes"]


def test_a_consultation_costs_the_money_of_its_own_days_gross_and_net(romans: Agenda, session: Session) -> None:
    romans.do(SALARIES)
    romans.do(changed(SALARIES, payer=None, amount_cents=310_00))
    romans.do(changed(SALARIES, in_kind=True, amount_cents=620_00))
    romans.do(changed(FEES, amount_cents=1_550_00))
    romans.do(changed(FEES, receipt_kind=ReceiptKind.GRANT, amount_cents=900_00))
    patient_id = romans.patient(registered_on=OCTOBER)
    for day in (2, 3, 4, 20):
        romans.do(HoldConsultation(patient_id, OCTOBER.replace(day=day), "10002909371"))

    whole = consultation_cost(session, OCTOBER, NOVEMBER, ACTUAL)
    assert (whole.consultations, whole.gross_cents, whole.net_cents) == (4, 3_410_00, 1_860_00)
    assert (whole.gross_per_consultation_cents, whole.net_per_consultation_cents) == (852_50, 465_00)
    assert (whole.in_kind_cents, whole.unallocated_cents) == (620_00, 310_00)

    ten_days = consultation_cost(session, OCTOBER.replace(day=2), OCTOBER.replace(day=12), ACTUAL)
    assert (ten_days.consultations, ten_days.gross_cents) == (3, 1_100_00)
    assert ten_days.net_per_consultation_cents == 200_00

    nothing = consultation_cost(session, NOVEMBER, DECEMBER, ACTUAL)
    assert (nothing.gross_cents, nothing.gross_per_consultation_cents) == (0, None)


def test_a_count_is_told_once_and_another_number_takes_its_place(romans: Agenda, session: Session) -> None:
    count_id = romans.do(COUNT)["count_id"]
    assert romans.do(COUNT)["count_id"] == count_id
    assert romans.do(replace(COUNT, people=3_250))["count_id"] == count_id
    told = romans.facts("people_without_gp_counted")
    assert [(fact.sequence, fact.data["people"]) for fact in told] == [(1, 3_300), (2, 3_250)]
    romans.do(replace(COUNT, counted_on=MONDAY - DAY, people=5))
    romans.do(replace(COUNT, commune="26057", people=700))
    romans.do(replace(COUNT, group=PeopleGroup.ALD, people=400))
    counts = people_without_gp(session, PeopleGroup.ALL, MONDAY, limit=10)
    assert [(count.commune, count.people) for count in counts] == [("26057", 700), ("26281", 3_250)]
    assert [count.people for count in people_without_gp(session, PeopleGroup.ALL, MONDAY - DAY, limit=10)] == [5]


def test_a_count_of_no_commune_or_of_a_day_to_come_is_refused(romans: Agenda) -> None:
    assert romans.refused(replace(COUNT, commune="26999")) == ("COMMUNE_UNKNOWN", "commune")
    assert romans.refused(replace(COUNT, counted_on=MONDAY + DAY)) == ("COUNTED_IN_FUTURE", "counted_on")


def test_the_database_itself_keeps_one_count_of_a_group_a_commune_and_a_day(romans: Agenda) -> None:
    romans.do(COUNT)
    (row,) = romans.rows("people_counts")
    with pytest.raises(IntegrityError), romans.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(people_counts).values({**row, "count_id": NOBODY}))
