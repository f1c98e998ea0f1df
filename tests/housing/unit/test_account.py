"""The account of a stay: dues by month, payments in whole or part, credits given back, arrears."""

from uuid import UUID

import pytest

from housing.domain.money import rules as money_rules
from housing.domain.money.account import Account, checked_month
from housing.domain.money.amounts import AmountInvalid, AmountNegative, AmountNotPositive
from housing.domain.money.facts import RentDueIssued, RentPaid, RentRefunded
from housing.domain.money.lines import ReceiptKind
from support.accounts import (
    ACCOUNT,
    DAY,
    DECEMBER,
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
    refund,
)


def test_an_account_opens_with_nothing_to_pay() -> None:
    account = Account(ACCOUNT, STAY, HOUSE)
    assert (account.due_cents, account.paid_cents, account.balance_cents, account.is_settled) == (0, 0, 0, True)


def test_a_due_is_told_with_its_month_and_its_account() -> None:
    account = an_account()
    assert issue(account, DECEMBER, 150_00) == RentDueIssued(
        UUID(int=101), ACCOUNT, STAY, HOUSE, DECEMBER, DECEMBER, 150_00
    )
    assert [due.number for due in account.dues] == ["2018-12-0001"]
    assert not account.is_settled


def test_a_month_is_issued_once_and_only_the_difference_is_issued_after() -> None:
    account = an_account(DECEMBER)
    assert issue(account, DECEMBER, 150_00) is None
    for cents, difference in ((165_00, 15_00), (60_00, -105_00)):
        issued = issue(account, DECEMBER, cents)
        assert issued is not None
        assert issued.amount_cents == difference
        assert account.due_of_month(DECEMBER) == account.due_cents == cents
    assert issue(account, JANUARY, 0) is None


def test_a_month_is_issued_by_its_first_day_a_month_ahead_at_the_latest() -> None:
    assert [checked_month(month, today=JANUARY - DAY) for month in (DECEMBER, JANUARY)] == [DECEMBER, JANUARY]
    for month, rule in ((DECEMBER + DAY, money_rules.MonthMalformed), (FEBRUARY, money_rules.MonthTooFar)):
        with pytest.raises(rule) as refused:
            checked_month(month, today=JANUARY - DAY)
        assert refused.value.field == "month"


def test_a_due_is_not_negative() -> None:
    account = an_account()
    with pytest.raises(AmountNegative):
        issue(account, DECEMBER, -1)
    with pytest.raises(AmountInvalid):
        issue(account, DECEMBER, 10**8 + 1)
    assert account.dues == []


def test_a_payment_is_told_and_goes_to_the_oldest_due_first() -> None:
    account = an_account(JANUARY, DECEMBER)
    assert pay(account, 200_00) == RentPaid(PAYMENT, ACCOUNT, STAY, HOUSE, TODAY, 200_00)
    assert paid(account) == [50_00, 150_00]
    assert (account.paid_cents, account.balance_cents) == (200_00, 100_00)
    pay(account, 100_00)
    assert account.is_settled


def test_the_oldest_due_is_that_of_the_oldest_month_even_when_it_is_issued_after_the_others() -> None:
    account = an_account(FEBRUARY)
    issue(account, DECEMBER, 150_00, issued_on=TODAY)
    pay(account, 10_00)
    assert paid(account) == [0, 10_00]


def test_no_more_is_paid_than_what_is_due() -> None:
    account = an_account(DECEMBER)
    with pytest.raises(money_rules.PaymentAboveDue) as refused:
        pay(account, 150_01)
    assert "150,00 €" in refused.value.text
    pay(account, 150_00)
    with pytest.raises(money_rules.PaymentAboveDue):
        pay(account, 1)
    assert account.paid_cents == 150_00


@pytest.mark.parametrize("cents", [0, -1])
def test_a_payment_or_a_refund_is_of_one_cent_at_least(cents: int) -> None:
    account = an_account(DECEMBER)
    for movement in (pay, refund):
        with pytest.raises(AmountNotPositive):
            movement(account, cents)
    assert account.payments == []


def test_nothing_is_paid_or_given_back_tomorrow() -> None:
    account = an_account(DECEMBER)
    with pytest.raises(money_rules.PaidInFuture):
        pay(account, 10_00, paid_on=TODAY + DAY)
    with pytest.raises(money_rules.PaidInFuture):
        refund(account, 10_00, paid_on=TODAY + DAY)


def test_a_credit_after_an_early_departure_is_given_back_and_no_more() -> None:
    account = an_account(DECEMBER)
    pay(account, 150_00)
    issue(account, DECEMBER, 60_00)
    assert (account.balance_cents, account.credit_cents) == (-90_00, 90_00)
    with pytest.raises(money_rules.RefundAboveCredit) as refused:
        refund(account, 90_01)
    assert "90,00 €" in refused.value.text
    assert refund(account, 90_00) == RentRefunded(PAYMENT, ACCOUNT, STAY, HOUSE, TODAY, -90_00)
    assert account.is_settled
    assert [payment.amount_cents for payment in account.payments] == [150_00, -90_00]


def test_a_correction_takes_off_the_latest_line_of_its_own_month() -> None:
    account = an_account(DECEMBER, JANUARY)
    issue(account, DECEMBER, 180_00, issued_on=JANUARY)
    issue(account, DECEMBER, 140_00, issued_on=FEBRUARY)
    owed = {line.due.number: line.owed_cents for line in account.imputations()}
    assert owed == {"2018-12-0001": 140_00, "2018-12-0003": 0, "2018-12-0004": 0, "2019-01-0002": 150_00}


def test_arrears_are_what_is_left_of_dues_issued_more_than_thirty_days_ago_oldest_first() -> None:
    account = an_account(JANUARY, DECEMBER, FEBRUARY)
    pay(account, 20_00, today=TODAY)
    january, december, february = account.dues
    assert account.arrears(DECEMBER + 30 * DAY) == []
    assert account.arrears(DECEMBER + 31 * DAY) == [(december, 130_00)]
    assert account.arrears(TODAY) == [(december, 130_00), (january, 150_00), (february, 150_00)]
    assert account.arrears(TODAY, late_after_days=31) == [(december, 130_00), (january, 150_00)]


def test_what_was_corrected_or_paid_is_not_in_arrears() -> None:
    account = an_account(DECEMBER, JANUARY)
    issue(account, DECEMBER, 60_00)
    pay(account, 60_00)
    assert account.arrears(TODAY) == [(account.dues[1], 150_00)]


def test_a_due_wholly_paid_has_a_quittance_a_part_has_a_recu_and_nothing_has_nothing() -> None:
    account = an_account(DECEMBER, JANUARY, FEBRUARY)
    pay(account, 200_00)
    kinds = [account.receipt_kind(due) for due in account.dues]
    assert kinds == [ReceiptKind.QUITTANCE, ReceiptKind.RECU, None]
    issue(account, JANUARY, 50_00)
    assert [account.receipt_kind(due) for due in account.dues] == [*[ReceiptKind.QUITTANCE] * 2, None, None]


def test_a_due_of_another_account_is_unknown() -> None:
    account, other = an_account(DECEMBER), an_account(DECEMBER)
    with pytest.raises(money_rules.DueUnknown):
        account.receipt_kind(other.dues[0])
    with pytest.raises(money_rules.DueUnknown):
        account.due_numbered("2018-12-0002")
    assert account.due_numbered("2018-12-0001") is account.dues[0]
