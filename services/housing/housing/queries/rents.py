"""The rents of one month in a house: what was asked of whom, who was not asked yet, and the files already made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from housing.domain.money.lines import Imputation
from housing.domain.stay.period import Period
from housing.domain.stay.state import WITH_ROOM
from housing.finance import export_file
from housing.queries.accounts import accounts_of
from housing.queries.stays import StayRead, stays_named, stays_of_house
from housing.store.money import accounts, accounts_exported, rent_dues


@dataclass(frozen=True, slots=True)
class Rent:
    """A due of the month, with whose it is."""

    stay: StayRead
    line: Imputation


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
        Rent(stays[stay_id], line)
        for stay_id, account in accounts_of(session, stay_ids).items()
        for line in account.imputations()
        if line.due.month == month.first
    ]
    lodged = stays_of_house(session, house, month, WITH_ROOM)
    unasked = [stay for stay in lodged if stay.arrived_on is not None and stay.stay_id not in stay_ids]
    return MonthOfRents(sorted(rents, key=lambda rent: rent.line.due.number), unasked)


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
