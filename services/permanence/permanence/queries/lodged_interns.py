"""Interns who are lodged nearby: whom the permanence might have as a supervised intern, by kind and not by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.store.lodged_interns import lodged_interns

MOST_LODGED = 200


@dataclass(frozen=True, slots=True)
class LodgedIntern:
    """One stay in a house of the antenna."""

    house: Annotated[str, "Code de la maison dans l'antenne."]
    occupant_kind: Annotated[str, "À quel titre."]
    arrived_on: Annotated[date, "Première nuit"]
    expected_departure_on: Annotated[date, "Départ annoncé à l'arrivée, nuit non comprise"]


@dataclass(frozen=True, slots=True)
class LodgedInterns:
    interns: Annotated[Sequence[Annotated[LodgedIntern, "Une personne hébergée."]], "Les dernières arrivées d'abord."]


def lodged_on(session: Session, day: date) -> list[LodgedIntern]:
    """Those who are there that night, the last ones to arrive first."""
    told = lodged_interns.c
    query = (
        sa.select(told.house, told.occupant_kind, told.arrived_on, told.expected_departure_on)
        .where(told.arrived_on <= day, sa.or_(told.departed_on.is_(None), told.departed_on > day))
        .order_by(told.arrived_on.desc(), told.stay_id)
        .limit(MOST_LODGED)
    )
    return [LodgedIntern(*row) for row in session.execute(query)]
