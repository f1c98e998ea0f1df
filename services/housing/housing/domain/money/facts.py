"""What happens to the account of a stay."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RentDueIssued:
    """An avis d'échéance was issued; a negative amount corrects what was issued for the same month."""

    due_id: UUID
    account_id: UUID
    stay_id: UUID
    house: str
    month: date
    issued_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class RentPaid:
    """Money came in."""

    payment_id: UUID
    account_id: UUID
    stay_id: UUID
    house: str
    paid_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class RentRefunded:
    """Money went back: `amount_cents` is negative, as in the payment that records it."""

    payment_id: UUID
    account_id: UUID
    stay_id: UUID
    house: str
    paid_on: date
    amount_cents: int
