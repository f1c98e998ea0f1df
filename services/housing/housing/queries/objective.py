"""How many interns a house lodged, against the objective of its convention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.commands.words import ANY_NUMBER, HouseCode
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.period import Period
from housing.occupant_kinds import occupant_kinds
from housing.store.houses import houses
from housing.store.stays import BEGUN, END_ON, stays
from kernel.dated import version_on


@dataclass(frozen=True, slots=True)
class Lodged:
    """How many different persons of one kind, or of one university."""

    code: Annotated[str, "Code du public ou de l'université."]
    persons: Annotated[int, "Personnes différentes."]


@dataclass(frozen=True, slots=True)
class Progress:
    """Different interns with a night in the period; the objective is a year's, None without a convention."""

    house: HouseCode
    first_on: Annotated[date, "Premier jour"]
    end_on: Annotated[date, "Fin, jour non compris"]
    interns_lodged: Annotated[int, "Internes différents qui ont une nuit dans la période."]
    objective: Annotated[int | None, "Objectif annuel de la convention.", ANY_NUMBER]
    is_reached: Annotated[
        bool | None, "Vrai quand les internes sont au moins autant que l'objectif ; nul sans convention."
    ]
    by_kind: Annotated[Sequence[Annotated[Lodged, "Un public."]], "Toutes les personnes logées."]
    interns_by_university: Annotated[Sequence[Annotated[Lodged, "Une université."]], "Les internes."]


def progress(session: Session, house: str, period: Period) -> Progress | None:
    """By the convention in force on the last day of the period; None when there is no such house."""
    conventions = session.scalar(sa.select(houses.c.conventions).where(houses.c.code == house))
    if conventions is None:
        return None
    person = sa.func.coalesce(stays.c.occupant_id, stays.c.stay_id)
    query = (
        sa.select(person, stays.c.occupant_kind, stays.c.university)
        .where(
            stays.c.house == house,
            stays.c.state.in_(BEGUN),
            stays.c.arrived_on < period.end,
            period.first < END_ON,
        )
        .distinct()
    )
    lodged = session.execute(query).all()
    intern_kinds = {rights.kind for rights in occupant_kinds() if rights.is_intern}
    interns = [row for row in lodged if row.occupant_kind in intern_kinds]
    found = len({row[0] for row in interns})
    convention = version_on(conventions, period.end - timedelta(days=1))
    objective = convention.interns_per_year if convention else None
    by_kind: Mapping[str, int] = {
        kind.value: len({row[0] for row in lodged if row.occupant_kind is kind}) for kind in OccupantKind
    }
    universities = sorted({row.university for row in interns})
    return Progress(
        house,
        period.first,
        period.end,
        found,
        objective,
        None if objective is None else found >= objective,
        [Lodged(kind, persons) for kind, persons in by_kind.items() if persons],
        [Lodged(code, len({row[0] for row in interns if row.university == code})) for code in universities],
    )
