"""The balance of an account holds after any moves, in any order."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from housing.domain.money.account import Account
from housing.domain.money.facts import RentDueIssued, RentPaid, RentRefunded
from housing.domain.money.lines import RentDue
from housing.domain.rules import RuleBroken
from support.accounts import DECEMBER, FEBRUARY, JANUARY, TODAY, an_account, issue, pay, read_back, refund

MOVES = st.lists(
    st.tuples(
        st.sampled_from(["issue", "pay", "refund", "export", "read"]), st.integers(0, 2), st.integers(-10_00, 320_00)
    ),
    max_size=20,
)


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
                return read_back(account, sign * cents, number=due.number, on=TODAY) or ()
    except RuleBroken:
        pass
    return ()
