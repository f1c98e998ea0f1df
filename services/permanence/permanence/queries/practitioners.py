"""Practitioners as the antenna's register has them, and the half-days that their contracts promise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from kernel.said import FLAT, WHOLE
from permanence.commands.words import SiteCode, ThePractitioner
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import Practitioner, PractitionerState
from permanence.domain.practitioner.rules import MonthAskedInvalid
from permanence.domain.session.forecast import Engagement, MonthForecast, forecast
from permanence.practitioner_kinds import rights_of
from permanence.store.practitioners import placements_of, practitioners

# More than any permanence has had; whoever looks for an older one narrows the list by its state.
MOST_LISTED = 200
_YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Listed:
    """A practitioner, and what is true of one on a day."""

    practitioner_id: ThePractitioner
    label: Annotated[str, "Nom professionnel."]
    rpps: Annotated[str | None, "Numéro RPPS."]
    state: Annotated[PractitionerState, "Où en est le praticien."]
    practitioner_kind: Annotated[PractitionerKind | None, "À quel titre, aujourd'hui."]
    half_days_per_week: Annotated[int | None, "Demi-journées par semaine, aujourd'hui.", WHOLE]
    is_msu: Annotated[bool, "Maître de stage universitaire agréé, aujourd'hui."]
    leaves_on: Annotated[date | None, "Départ annoncé"]
    left_on: Annotated[date | None, "Parti depuis"]


@dataclass(frozen=True, slots=True)
class Register:
    practitioners: Annotated[Sequence[Annotated[Listed, "Un praticien."]], "Par nom."]


@dataclass(frozen=True, slots=True)
class ContractRead:
    """As what somebody works, for whom, how much."""

    practitioner_kind: Annotated[PractitionerKind, "À quel titre."]
    employer: Annotated[str, "Employeur."]
    starts_on: Annotated[date, "Premier jour"]
    ends_on: Annotated[date | None, "Fin, jour non compris"]
    half_days_per_week: Annotated[int, "Demi-journées par semaine."]


@dataclass(frozen=True, slots=True)
class PlacementRead:
    """An intern's months, supervisors and sites."""

    placement_id: Annotated[UUID, "Le stage."]
    starts_on: Annotated[date, "Premier jour"]
    ends_on: Annotated[date, "Fin, jour non compris"]
    supervisors: Annotated[tuple[Annotated[UUID, "Un maître de stage."], ...], "Les superviseurs."]
    sites: Annotated[tuple[SiteCode, ...], "Les sites du stage."]


@dataclass(frozen=True, slots=True)
class PractitionerRead:
    """All that the antenna has of one."""

    listed: Annotated[Listed, FLAT]
    contracts: Annotated[Sequence[Annotated[ContractRead, "Un contrat."]], "Les contrats, par date."]
    msu_from: Annotated[date | None, "Agréé depuis"]
    msu_until: Annotated[date | None, "Agréé jusqu'à"]
    placements: Annotated[Sequence[Annotated[PlacementRead, "Un stage."]], "Les stages, par date."]


@dataclass(frozen=True, slots=True)
class Forecast:
    months: Annotated[Sequence[Annotated[MonthForecast, "Un mois."]], "Les mois, dans l'ordre."]


def register(
    session: Session, day: date, state: PractitionerState | None = None, limit: int = MOST_LISTED
) -> list[Listed]:
    """Those of one state, or all, by label."""
    query = sa.select(Practitioner).order_by(practitioners.c.label, practitioners.c.practitioner_id)
    if state is not None:
        query = query.where(practitioners.c.state == state)
    return [_listed(practitioner, day) for practitioner in session.scalars(query.limit(limit))]


def practitioner_read(session: Session, practitioner_id: UUID, day: date) -> PractitionerRead:
    """The practitioner of this reference, or `NotFound`."""
    practitioner = session.get(Practitioner, practitioner_id)
    if practitioner is None:
        raise NotFound
    return PractitionerRead(
        _listed(practitioner, day),
        [
            ContractRead(one.kind, one.employer, one.starts_on, one.ends_on, one.half_days_per_week)
            for one in practitioner.contracts
        ],
        practitioner.msu_from,
        practitioner.msu_until,
        [
            PlacementRead(one.placement_id, one.starts_on, one.ends_on, one.supervisors, one.sites)
            for one in placements_of(session, practitioner_id)
        ],
    )


def _listed(practitioner: Practitioner, day: date) -> Listed:
    contract = practitioner.contract_on(day)
    return Listed(
        practitioner.practitioner_id,
        practitioner.label,
        practitioner.rpps,
        practitioner.state,
        contract.kind if contract else None,
        contract.half_days_per_week if contract else None,
        practitioner.is_msu_on(day),
        practitioner.leaves_on,
        practitioner.left_on,
    )


def half_days_forecast(session: Session, first_month: date, months: int = 12) -> list[MonthForecast]:
    """Of those whose contract lets them consult: a nurse's half-days are not consultations."""
    if first_month.year not in _YEARS:
        raise MonthAskedInvalid(field="first_month")
    under_contract = session.scalars(
        sa.select(Practitioner).where(practitioners.c.state == PractitionerState.UNDER_CONTRACT)
    ).all()
    return forecast(list(_engagements(under_contract)), first_month, months)


def _engagements(under_contract: Sequence[Practitioner]) -> Iterator[Engagement]:
    for practitioner in under_contract:
        for contract in practitioner.contracts:
            if rights_of(contract.kind, contract.starts_on).consults:
                yield Engagement(
                    practitioner.practitioner_id,
                    contract.starts_on,
                    contract.ends_on,
                    contract.half_days_per_week,
                    practitioner.leaves_on,
                )
