"""The rents of one month in a house: what was asked of whom, who was not asked yet, and the files already made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from housing.domain.money.account import Account
from housing.domain.money.lines import Imputation
from housing.domain.stay.period import Period
from housing.domain.stay.state import WITH_ROOM, StayState
from housing.finance import export_file
from housing.queries.accounts import accounts_of
from housing.queries.stays import StayRead, stays_named, stays_of_house
from housing.store.money import accounts, accounts_exported, rent_dues


@dataclass(frozen=True, slots=True)
class Rent:
    """A due of the month, with whose it is; the last one of a stay says what may be done of the whole account."""

    stay: StayRead
    line: Imputation
    credit_cents: int
    settles: bool


@dataclass(frozen=True, slots=True)
class Export:
    """A file of dues that was made for the finance software; it is written again each time it is asked for."""

    export_id: UUID
    dues: int
    amount_cents: int
    latest_month: date


@dataclass(frozen=True, slots=True)
class MonthOfRents:
    """Dues in the order of their numbers; `unasked` are stays with nights of the month and no due for it."""

    rents: Sequence[Rent]
    unasked: Sequence[StayRead]


@dataclass(frozen=True, slots=True)
class ExportFile:
    file: Annotated[bytes, "Le fichier CSV"]


def month_of_rents(session: Session, house: str, month: Period) -> MonthOfRents:
    asked = sa.select(accounts.c.stay_id).where(
        accounts.c.house == house, rent_dues.c.month == month.first, rent_dues.c.account_id == accounts.c.account_id
    )
    stay_ids = set(session.scalars(asked))
    # Not only those with nights of the month: what was asked is still there when a stay is shorter than planned.
    stays = stays_named(session, stay_ids)
    rents = [
        rent
        for stay_id, account in accounts_of(session, stay_ids).items()
        for rent in _rents(stays[stay_id], account, month.first)
    ]
    lodged = stays_of_house(session, house, month, WITH_ROOM)
    unasked = [stay for stay in lodged if stay.arrived_on is not None and stay.stay_id not in stay_ids]
    return MonthOfRents(sorted(rents, key=lambda rent: rent.line.due.number), unasked)


def _rents(stay: StayRead, account: Account, month: date) -> Iterator[Rent]:
    lines = [line for line in account.imputations() if line.due.month == month]
    settles = stay.state is StayState.DEPARTED and account.is_settled
    for line in lines:
        is_last = line is lines[-1]
        yield Rent(stay, line, account.credit_cents if is_last else 0, settles and is_last)


def export_read(session: Session, house: str, export_id: UUID) -> ExportFile:
    """A file of dues, written as it was; `NotFound` when the house made none of this reference."""
    exported = accounts_exported(session, house, export_id)
    if not exported:
        raise NotFound
    return ExportFile(export_file(exported, export_id))


def exports(session: Session, house: str) -> Sequence[Export]:
    """The files of a house, the latest months first."""
    latest = sa.func.max(rent_dues.c.month)
    query = (
        sa.select(
            rent_dues.c.exported_in,
            sa.func.count(),
            sa.func.sum(rent_dues.c.amount_cents),
            latest,
        )
        .join(accounts, accounts.c.account_id == rent_dues.c.account_id)
        .where(accounts.c.house == house, rent_dues.c.exported_in.is_not(None))
        .group_by(rent_dues.c.exported_in)
        .order_by(latest.desc(), rent_dues.c.exported_in)
    )
    return [Export(export_id, dues, int(cents), month) for export_id, dues, cents, month in session.execute(query)]
