"""The figures of rooms: nights spent, nights offered, and the rate between them."""

import sqlalchemy as sa

from reporting.figure import Count, Disclosure, Figure, Measure, Span, Unit, side
from reporting.housing.figures.lodged import BY_HOUSE, OF_STAYS, PRESENCES, PRESENT
from reporting.housing.projections import rooms, voids
from reporting.nights import Shared, earlier, later
from reporting.rounding import percent


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
_OFFERED = side(_OPENED, less=(_WITHDRAWN,))

FIGURES: tuple[Figure, ...] = (
    Figure(
        "housing.nights",
        "Nuitées",
        "Nuits passées dans les maisons par toutes les personnes hébergées, du jour de l’arrivée à la veille du "
        "départ. Tant que le départ n’est pas enregistré, c’est la date prévue qui compte.",
        Measure(Unit.NIGHTS, Span.FLOW, Disclosure.FREE, OF_STAYS),
        side(_NIGHTS),
        monthly=True,
    ),
    Figure(
        "housing.room_nights",
        "Nuits offertes",
        "Pour chaque chambre ouverte, les nuits de la période, moins celles où elle était indisponible (travaux, "
        "raison sanitaire, réservation).",
        Measure(Unit.NIGHTS, Span.FLOW, Disclosure.FREE, BY_HOUSE),
        _OFFERED,
    ),
    Figure(
        "housing.occupancy",
        "Taux d’occupation",
        "Nuitées rapportées aux nuits offertes. Il n’y en a pas quand aucune nuit n’était offerte.",
        Measure(Unit.PERCENT, Span.FLOW, Disclosure.FREE, BY_HOUSE),
        side(_NIGHTS),
        _OFFERED,
        percent,
        monthly=True,
    ),
)
