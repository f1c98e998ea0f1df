"""The account of a stay, as tests of the domain want it: dues of 150 €, payments, credits, lines read back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from housing.domain.money.account import Account
from housing.domain.money.facts import RentDueIssued, RentPaid, RentRefunded
from housing.domain.money.lines import PaymentGiven, PaymentMethod, TitreLine, TitreState

ACCOUNT, STAY, PAYMENT, EXPORT = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
HOUSE = "maison-des-internes"
DECEMBER, JANUARY, FEBRUARY = date(2018, 12, 1), date(2019, 1, 1), date(2019, 2, 1)
TODAY = date(2019, 3, 4)
DAY = timedelta(days=1)


def an_account(*months: date) -> Account:
    """An account with 150 € due for each month, issued on its first day."""
    account = Account(ACCOUNT, STAY, HOUSE)
    for month in months:
        issue(account, month, 150_00)
    return account


def issue(account: Account, month: date, cents: int, issued_on: date | None = None) -> RentDueIssued | None:
    rank = len(account.dues) + 1
    number = f"{month:%Y-%m}-{rank:04d}"
    return account.issue(
        UUID(int=100 + rank), month=month, amount_cents=cents, issued_on=issued_on or month, number=number
    )


def pay(account: Account, cents: int, today: date = TODAY, **changes: Any) -> RentPaid:
    asked: dict[str, Any] = {"paid_on": TODAY, "method": PaymentMethod.CHEQUE, "reference": "0001234"}
    return account.pay(PAYMENT, PaymentGiven(cents, **{**asked, **changes}), today=today)


def refund(account: Account, cents: int, today: date = TODAY, **changes: Any) -> RentRefunded:
    asked: dict[str, Any] = {"paid_on": TODAY, "method": PaymentMethod.TRANSFER, "reference": None}
    return account.refund(PAYMENT, PaymentGiven(cents, **{**asked, **changes}), today=today)


def paid(account: Account) -> list[int]:
    return [line.paid_cents for due in account.dues for line in account.imputations() if line.due is due]


def read_back(account: Account, paid_cents: int = 0, **changes: Any) -> tuple[RentPaid | RentRefunded, ...] | None:
    line = TitreLine("2018-12-0001", "T-42", TitreState.ISSUED, paid_cents, JANUARY)
    return account.read_back(PAYMENT, replace(line, **changes), today=TODAY)
