"""A contract: as what somebody works in a permanence, for whom, from when to when, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kernel.dated import ended, in_order, overlap
from permanence.domain.practitioner import rules
from permanence.domain.practitioner.kind import PractitionerKind

LONGEST_EMPLOYER = 120
_HALF_DAYS = range(1, 15)


@dataclass(frozen=True, slots=True)
class Contract:
    """From `starts_on` to the day before `ends_on`, without end when that is None."""

    kind: PractitionerKind
    employer: str
    starts_on: date
    ends_on: date | None
    half_days_per_week: int


def check_contract(contract: Contract) -> None:
    """Raises the rule that a contract breaks by itself."""
    if not contract.employer.strip() or len(contract.employer) > LONGEST_EMPLOYER:
        raise rules.EmployerMissing
    if contract.ends_on is not None and contract.ends_on <= contract.starts_on:
        raise rules.ContractDatesInvalid
    if contract.half_days_per_week not in _HALF_DAYS:
        raise rules.HalfDaysInvalid


def with_contract(contracts: Sequence[Contract], new: Contract) -> list[Contract]:
    """The contracts in order with one more, which ends the one before when that had no end."""
    kept = [ended(contract, new.starts_on) for contract in contracts]
    if any(overlap(contract, new) for contract in kept):
        raise rules.ContractOverlap
    return in_order([*kept, new])


def until(contracts: Sequence[Contract], left_on: date) -> list[Contract]:
    """What is left of contracts when somebody goes: those that had not begun are as if they had not been signed."""
    begun = (contract for contract in contracts if contract.starts_on < left_on)
    return [
        contract if contract.ends_on is not None and contract.ends_on <= left_on else replace(contract, ends_on=left_on)
        for contract in begun
    ]
