"""The figures of rooms: nights spent, nights offered, and the rate between them."""

from operator import sub

import sqlalchemy as sa

from reporting.figures.figure import Count, Figure
from reporting.figures.nights import Shared, earlier, later
from reporting.figures.rounding import percent
from reporting.figures.stays import PRESENCES, PRESENT
from reporting.store import rooms, voids


def _nights(shared: Shared, rows: sa.FromClause, *where: sa.ColumnElement[bool]) -> Count:
    return sa.select(sa.func.sum(shared.count)).select_from(rows).where(shared.any, *where).scalar_subquery()


_NIGHTS = _nights(PRESENT, PRESENCES)
_OPENED = _nights(Shared(rooms.c.opened_on, rooms.c.closed_on), rooms)
_WITHDRAWN = _nights(
    Shared(
        later(voids.c.from_on, rooms.c.opened_on),
        earlier(earlier(voids.c.until_on, voids.c.restored_on), rooms.c.closed_on),
    ),
    voids.join(rooms, sa.and_(voids.c.source == rooms.c.source, voids.c.room_id == rooms.c.subject)),
    voids.c.from_on.is_not(None),  # a restoration that came before its void withdraws nothing
)


def occupancy(nights: int, opened: int, withdrawn: int) -> float | None:
    return percent(nights, opened - withdrawn)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "housing.nights",
        "Nuitées",
        "nuits",
        "Nuits passées dans les maisons par toutes les personnes hébergées, du jour de l’arrivée à la veille du "
        "départ. Tant que le départ n’est pas enregistré, c’est la date prévue qui compte.",
        (_NIGHTS,),
        monthly=True,
    ),
    Figure(
        "housing.room_nights",
        "Nuits offertes",
        "nuits",
        "Pour chaque chambre ouverte, les nuits de la période, moins celles où elle était indisponible (travaux, "
        "raison sanitaire, réservation).",
        (_OPENED, _WITHDRAWN),
        sub,
    ),
    Figure(
        "housing.occupancy",
        "Taux d’occupation",
        "%",
        "Nuitées rapportées aux nuits offertes. Il n’y en a pas quand aucune nuit n’était offerte.",
        (_NIGHTS, _OPENED, _WITHDRAWN),
        occupancy,
        monthly=True,
    ),
)
