"""The account of a stay: dues by month, payments in whole or part, credits, arrears, and the titres read back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housing.domain import money_rules
from housing.domain.account import Account
from housing.domain.account_facts import (
    AccountOpened,
    RentDueExported,
    RentDueIssued,
    RentPaid,
    RentRefunded,
    TitreReported,
)
from housing.domain.account_lines import PaymentMethod, ReceiptKind, RentDue, TitreState
from housing.domain.money import in_cents, in_euros
from housing.domain.rules import RuleBroken

ACCOUNT, STAY, PAYMENT, EXPORT = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
HOUSE = "maison-des-internes"
DECEMBER, JANUARY, FEBRUARY = date(2018, 12, 1), date(2019, 1, 1), date(2019, 2, 1)
TODAY = date(2019, 3, 4)
DAY = timedelta(days=1)


def an_account(*months: date) -> Account:
    """An account with 150 € due for each month, issued on its first day."""
    account, _ = Account.open(ACCOUNT, stay_id=STAY, house=HOUSE)
    for month in months:
        issue(account, month, 150_00)
    return account


def issue(account: Account, month: date, cents: int, issued_on: date | None = None) -> RentDueIssued | None:
    rank = len(account.dues) + 1
    number = f"{month:%Y-%m}-{rank:04d}"
    return account.issue(
        UUID(int=100 + rank), month=month, amount_cents=cents, issued_on=issued_on or month, number=number
    )


def pay(account: Account, cents: int, **changes: Any) -> RentPaid:
    asked = {"paid_on": TODAY, "method": PaymentMethod.CHEQUE, "reference": "0001234", "today": TODAY}
    return account.pay(PAYMENT, amount_cents=cents, **{**asked, **changes})


def refund(account: Account, cents: int, **changes: Any) -> RentRefunded:
    asked = {"paid_on": TODAY, "method": PaymentMethod.TRANSFER, "reference": None, "today": TODAY}
    return account.refund(PAYMENT, amount_cents=cents, **{**asked, **changes})


def paid(account: Account) -> list[int]:
    return [account.paid_of(due) for due in account.dues]


def test_an_account_opens_with_nothing_to_pay() -> None:
    account, opened = Account.open(ACCOUNT, stay_id=STAY, house=HOUSE)
    assert opened == AccountOpened(ACCOUNT, STAY, HOUSE)
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


def test_a_due_is_that_of_a_civil_month_and_is_not_negative() -> None:
    account = an_account()
    with pytest.raises(money_rules.MonthMalformed):
        issue(account, DECEMBER + DAY, 150_00)
    with pytest.raises(money_rules.AmountNegative):
        issue(account, DECEMBER, -1)
    with pytest.raises(money_rules.AmountInvalid):
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
        with pytest.raises(money_rules.AmountNotPositive):
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
        account.paid_of(other.dues[0])
    with pytest.raises(money_rules.DueUnknown):
        account.due_numbered("2018-12-0002")
    assert account.due_numbered("2018-12-0001") is account.dues[0]


def exported(*months: date) -> Account:
    account = an_account(*months)
    account.export(EXPORT)
    return account


def read_back(account: Account, paid_cents: int = 0, **changes: Any) -> tuple[object, ...]:
    asked = {"number": "2018-12-0001", "titre": "T-42", "state": TitreState.ISSUED, "on": JANUARY, "today": TODAY}
    return account.read_back(PAYMENT, **{**asked, "paid_cents": paid_cents, **changes})


def test_an_export_takes_the_dues_that_none_has_and_is_filled_once() -> None:
    account = an_account(DECEMBER)
    assert account.export(EXPORT) == (RentDueExported(UUID(int=101), ACCOUNT, EXPORT),)
    issue(account, JANUARY, 150_00)
    assert account.export(EXPORT) == ()
    assert [due.number for due in account.export_lines(EXPORT)] == ["2018-12-0001"]
    assert account.export(UUID(int=5)) == (RentDueExported(UUID(int=102), ACCOUNT, UUID(int=5)),)
    assert account.export(UUID(int=6)) == ()


def test_the_titre_of_a_due_and_its_payments_are_read_back() -> None:
    account = exported(DECEMBER)
    assert read_back(account) == (TitreReported(ACCOUNT, UUID(int=101), "T-42", TitreState.ISSUED, 0, JANUARY),)
    told = read_back(account, 150_00, state=TitreState.PAID, on=FEBRUARY)
    assert told == (
        TitreReported(ACCOUNT, UUID(int=101), "T-42", TitreState.PAID, 150_00, FEBRUARY),
        RentPaid(PAYMENT, ACCOUNT, STAY, HOUSE, FEBRUARY, 150_00),
    )
    assert account.is_settled
    assert (account.payments[0].method, account.payments[0].reference) == (PaymentMethod.TITRE, "2018-12-0001")


def test_a_line_read_again_or_late_changes_nothing() -> None:
    account = exported(DECEMBER)
    read_back(account)
    read_back(account, 50_00, on=FEBRUARY)
    assert read_back(account, 50_00, on=FEBRUARY) == ()
    assert read_back(account, 50_00, on=TODAY) == ()
    assert read_back(account, on=JANUARY) == ()
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
    assert told[1] == RentRefunded(PAYMENT, ACCOUNT, STAY, HOUSE, FEBRUARY, -150_00)
    assert account.balance_cents == 150_00


def test_a_rejected_due_goes_into_the_next_export_and_may_have_another_titre() -> None:
    account = exported(DECEMBER)
    read_back(account, state=TitreState.REJECTED)
    assert len(account.export(UUID(int=5))) == 1
    assert read_back(account, state=TitreState.REJECTED) == ()
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
    assert told[1] == RentRefunded(PAYMENT, ACCOUNT, STAY, HOUSE, JANUARY, -90_00)
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


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["issue", "pay", "refund", "export", "read"]), st.integers(0, 2), st.integers(-10_00, 320_00)
    ),
    max_size=20,
)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(MOVES)
def test_a_balance_is_the_dues_less_the_payments_whatever_is_asked_in_whatever_order(
    moves: list[tuple[str, int, int]],
) -> None:
    account = an_account()
    dues, payments = 0, 0
    for move, which, cents in moves:
        for fact in _try(account, move, which, cents):
            dues += fact.amount_cents if isinstance(fact, RentDueIssued) else 0
            payments += fact.amount_cents if isinstance(fact, RentPaid | RentRefunded) else 0
        assert (account.due_cents, account.paid_cents, account.balance_cents) == (dues, payments, dues - payments)
        lines = account.imputations()
        assert all(0 <= line.paid_cents <= line.owed_cents for line in lines)
        assert sum(line.owed_cents for line in lines) == dues >= 0
        assert sum(line.left_cents for line in lines) == max(dues - max(payments, 0), 0)


def _try(account: Account, move: str, which: int, cents: int) -> tuple[Any, ...]:
    """The facts of a move, none when a rule forbids it."""
    due: RentDue | None = account.dues[which % len(account.dues)] if account.dues else None
    try:
        match move:
            case "issue":
                fact = issue(account, (DECEMBER, JANUARY, FEBRUARY)[which], cents)
                return () if fact is None else (fact,)
            case "pay":
                return (pay(account, cents),)
            case "refund":
                return (refund(account, cents),)
            case "export":
                account.export(UUID(int=1000 + which))
            case "read" if due:
                sign = -1 if due.amount_cents < 0 else 1
                return read_back(account, sign * cents, number=due.number, on=TODAY)
    except RuleBroken:
        pass
    return ()


@pytest.mark.parametrize(
    ("cents", "euros"), [(0, "0,00"), (5, "0,05"), (-5, "-0,05"), (150_00, "150,00"), (-1_234_50, "-1234,50")]
)
def test_an_amount_is_written_with_a_comma_and_read_back(cents: int, euros: str) -> None:
    assert in_euros(cents) == euros
    assert in_cents(euros) == cents


@pytest.mark.parametrize(
    "written", ["", "150", "150.00", "150,0", "150,000", "1 150,00", "+1,00", "١٥٠,٠٠", ",50", "1,00\n"]
)
def test_an_amount_written_otherwise_is_not_read(written: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        in_cents(written)
