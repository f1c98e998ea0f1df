"""What happens to the account of a stay."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.money.lines import TitreState


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """A stay has something to pay."""

    account_id: UUID
    stay_id: UUID
    house: str


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


@dataclass(frozen=True, slots=True)
class RentDueExported:
    """A due that the finance software did not know yet went to it, with the others of one file."""

    due_id: UUID
    account_id: UUID
    export_id: UUID


@dataclass(frozen=True, slots=True)
class TitreReported:
    """The finance software said what becomes of a due; `paid_cents` is all that was paid of it so far."""

    account_id: UUID
    due_id: UUID
    titre: str
    state: TitreState
    paid_cents: int
    reported_on: date
