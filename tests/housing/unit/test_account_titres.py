"""Dues that are exported to become titres, and what the accountant's lines change when they are read back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from housing.domain.money import rules as money_rules
from housing.domain.money.account import Account
from housing.domain.money.facts import RentPaid, RentRefunded
from housing.domain.money.lines import PaymentMethod, TitreState
from housing.domain.rules import RuleBroken
from support.accounts import (
    ACCOUNT,
    DAY,
    DECEMBER,
    EXPORT,
    FEBRUARY,
    HOUSE,
    JANUARY,
    PAYMENT,
    STAY,
    TODAY,
    an_account,
    issue,
    paid,
    pay,
    read_back,
    refund,
)


def exported(*months: date) -> Account:
    account = an_account(*months)
    account.export(EXPORT)
    return account


def test_an_export_takes_the_dues_that_none_has_and_is_filled_once() -> None:
    account = an_account(DECEMBER)
    assert account.export(EXPORT) == 1
    issue(account, JANUARY, 150_00)
    assert account.export(EXPORT) == 0
    assert [due.number for due in account.export_lines(EXPORT)] == ["2018-12-0001"]
    assert account.export(UUID(int=5)) == 1
    assert [due.number for due in account.export_lines(UUID(int=5))] == ["2019-01-0002"]
    assert account.export(UUID(int=6)) == 0


def test_the_titre_of_a_due_and_its_payments_are_read_back() -> None:
    account = exported(DECEMBER)
    assert read_back(account) == ()
    assert (account.dues[0].titre, account.dues[0].titre_state) == ("T-42", TitreState.ISSUED)
    told = read_back(account, 150_00, state=TitreState.PAID, on=FEBRUARY)
    assert told == (RentPaid(PAYMENT, ACCOUNT, STAY, HOUSE, FEBRUARY, 150_00),)
    assert (account.dues[0].titre_state, account.dues[0].titre_on) == (TitreState.PAID, FEBRUARY)
    assert account.is_settled
    assert (account.payments[0].method, account.payments[0].reference) == (PaymentMethod.TITRE, "2018-12-0001")


def test_a_line_read_again_or_late_changes_nothing() -> None:
    account = exported(DECEMBER)
    read_back(account)
    read_back(account, 50_00, on=FEBRUARY)
    assert read_back(account, 50_00, on=FEBRUARY) is None
    assert read_back(account, 50_00, on=TODAY) is None
    assert read_back(account, on=JANUARY) is None
    assert (account.paid_cents, account.dues[0].titre_on) == (50_00, FEBRUARY)


def test_only_what_is_new_of_a_payment_in_parts_is_recorded() -> None:
    account = exported(DECEMBER)
    for cents in (50_00, 120_00, 150_00):
        read_back(account, cents, on=FEBRUARY)
    assert [payment.amount_cents for payment in account.payments] == [50_00, 70_00, 30_00]


def test_a_payment_that_the_accountant_takes_back_is_due_again() -> None:
    account = exported(DECEMBER)
    read_back(account, 150_00, state=TitreState.PAID)
    told = read_back(account, 0, on=FEBRUARY)
    assert told == (RentRefunded(PAYMENT, ACCOUNT, STAY, HOUSE, FEBRUARY, -150_00),)
    assert account.balance_cents == 150_00


def test_a_rejected_due_goes_into_the_next_export_and_may_have_another_titre() -> None:
    account = exported(DECEMBER)
    read_back(account, state=TitreState.REJECTED)
    assert account.export(UUID(int=5)) == 1
    assert read_back(account, state=TitreState.REJECTED) is None
    assert [due.number for due in account.export_lines(UUID(int=5))] == ["2018-12-0001"]
    read_back(account, titre="T-57", on=FEBRUARY)
    assert (account.dues[0].titre, account.dues[0].titre_state) == ("T-57", TitreState.ISSUED)


def test_a_credit_that_the_accountant_gave_back_is_read_back_too() -> None:
    account = an_account(DECEMBER)
    pay(account, 150_00)
    issue(account, DECEMBER, 60_00)
    account.export(EXPORT)
    credit = {"number": "2018-12-0002", "titre": "T-43", "state": TitreState.PAID}
    told = read_back(account, -90_00, **credit)
    assert told == (RentRefunded(PAYMENT, ACCOUNT, STAY, HOUSE, JANUARY, -90_00),)
    assert account.is_settled


def test_a_credit_that_was_not_given_back_after_all_is_a_credit_again() -> None:
    account = an_account(DECEMBER)
    pay(account, 150_00)
    issue(account, DECEMBER, 60_00)
    account.export(EXPORT)
    for cents in (-90_00, 0):
        read_back(account, cents, number="2018-12-0002", titre="T-43", state=TitreState.PAID)
    assert account.credit_cents == 90_00


def test_a_payment_taken_back_after_a_part_of_it_was_given_back_leaves_the_due_unpaid() -> None:
    account = exported(DECEMBER)
    read_back(account, 150_00)
    issue(account, DECEMBER, 60_00)
    refund(account, 90_00)
    read_back(account, 0, on=FEBRUARY)
    assert (account.balance_cents, paid(account)) == (150_00, [0, 0])


def test_each_due_has_its_own_payments_by_titre() -> None:
    account = exported(DECEMBER, JANUARY)
    pay(account, 20_00, method=PaymentMethod.CASH, reference="2018-12-0001")
    read_back(account, 100_00)
    read_back(account, 150_00, number="2019-01-0002", titre="T-43")
    assert [payment.amount_cents for payment in account.payments] == [20_00, 100_00, 150_00]


def test_a_rejected_due_may_be_taken_up_again_before_it_is_exported_again() -> None:
    account = exported(DECEMBER)
    read_back(account, state=TitreState.REJECTED)
    read_back(account, titre="T-57")
    assert account.dues[0].titre_state is TitreState.ISSUED


def unpaid_credit(account: Account) -> None:
    issue(account, DECEMBER, 60_00)
    account.export(UUID(int=5))


@pytest.mark.parametrize(
    ("before", "asked", "rule"),
    [
        (None, {"number": "2018-12-0009"}, money_rules.DueUnknown),
        (None, {"on": TODAY + DAY}, money_rules.PaidInFuture),
        (None, {"paid_cents": 150_01}, money_rules.PaymentAboveDue),
        (None, {"paid_cents": -1}, money_rules.PaymentAboveDue),
        (lambda account: pay(account, 100_00), {"paid_cents": 60_00}, money_rules.PaymentAboveDue),
        (read_back, {"titre": "T-43"}, money_rules.TitreAlreadyKnown),
        (unpaid_credit, {"number": "2018-12-0002", "paid_cents": -90_00}, money_rules.RefundAboveCredit),
    ],
)
def test_a_line_that_breaks_a_rule_changes_nothing(before: Any, asked: dict[str, Any], rule: type[RuleBroken]) -> None:
    account = exported(DECEMBER)
    if before:
        before(account)
    state = [vars(due).copy() for due in account.dues], len(account.payments)
    with pytest.raises(rule):
        read_back(account, **asked)
    assert ([vars(due) for due in account.dues], len(account.payments)) == state


def test_a_due_that_was_never_exported_has_no_titre() -> None:
    with pytest.raises(money_rules.DueNotExported):
        read_back(an_account(DECEMBER))
