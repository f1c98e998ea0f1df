"""The figures of who was lodged: interns, by kind, by university, against the objective of their convention."""

from collections.abc import Callable, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from reporting.figure import Breakdown, Count, Cut, Days, Disclosure, Figure, Measure, Span, Unit, counting, side
from reporting.housing import words
from reporting.housing.projections import conventions, extensions, stays
from reporting.nights import Shared

BY_HOUSE = frozenset({Cut.ANTENNA, Cut.HOUSE})
OF_STAYS = BY_HOUSE | {Cut.OCCUPANT_KIND, Cut.UNIVERSITY}

# Externs, locums and students are lodged too, but are not interns.
INTERN_KINDS = ("gp_intern", "saspas_intern", "docteur_junior")
_IS_INTERN = stays.c.occupant_kind.in_(INTERN_KINDS)

# Old facts did not tell the person: each stay then counts as somebody.
_PERSONS = sa.func.count(sa.func.coalesce(stays.c.occupant_id, stays.c.subject).distinct())
PRESENCES = stays.outerjoin(
    extensions, sa.and_(stays.c.source == extensions.c.source, stays.c.subject == extensions.c.subject)
)
# Until the departure that was told, else the one that is planned.
PRESENT = Shared(
    stays.c.arrived_on,
    sa.func.coalesce(stays.c.departed_on, extensions.c.departure_on, stays.c.expected_departure_on),
)


def _lodged(where: sa.ColumnElement[bool]) -> Count:
    return sa.select(_PERSONS).select_from(PRESENCES).where(PRESENT.any, where).scalar_subquery()


INTERNS_LODGED = _lodged(_IS_INTERN)


def _lodged_by(
    code: sa.ColumnElement[str], *where: sa.ColumnElement[bool]
) -> Callable[[Session, Days], Mapping[str, int]]:
    query = sa.select(code, _PERSONS).select_from(PRESENCES).where(PRESENT.any, *where).group_by(code).order_by(code)

    def values(session: Session, days: Days) -> Mapping[str, int]:
        return _pairs(session, query, days.told)

    return values


_lodged_by_any_kind = _lodged_by(stays.c.occupant_kind)


def _lodged_by_kind(session: Session, days: Days) -> Mapping[str, int]:
    counts = _lodged_by_any_kind(session, days)
    return {kind: counts[kind] for kind in words.OCCUPANT_KINDS if kind in counts}


def _place(table: sa.Table) -> sa.ColumnElement[str]:
    """Two antennas may give their houses one name: the antenna is part of it."""
    return table.c.antenna + "/" + table.c.house


_DAY = sa.bindparam("day", type_=sa.Date)
_OBJECTIVES = (
    sa.select(_place(conventions), conventions.c.interns_per_year)
    .where(conventions.c.starts_on <= _DAY, sa.or_(conventions.c.ends_on.is_(None), conventions.c.ends_on > _DAY))
    # Of two in force, the last one to start is the last one read.
    .order_by(conventions.c.starts_on, conventions.c.sequence)
)


def objectives(session: Session, day: date) -> Mapping[str, int]:
    """The yearly objective of each house by the convention in force on that day."""
    return _pairs(session, _OBJECTIVES, {"day": day})


def _pairs(session: Session, query: sa.Select[str, int], told: Mapping[str, date]) -> Mapping[str, int]:
    return {row[0]: row[1] for row in session.execute(query, told)}


FIGURES: tuple[Figure, ...] = (
    Figure(
        "housing.interns_arrived",
        "Arrivées en maison des internes",
        "Installations d’internes, docteurs juniors compris, dans un logement du réseau pendant la période. Les "
        "autres personnes logées (remplaçants, externes, étudiants) ne comptent pas. Un interne qui revient compte "
        "à chaque séjour.",
        Measure(Unit.ARRIVALS, Span.FLOW, Disclosure.FREE, OF_STAYS),
        side(counting(stays.c.arrived_on, where=_IS_INTERN)),
    ),
    Figure(
        "housing.interns_lodged",
        "Internes hébergés",
        "Internes différents, docteurs juniors compris, qui ont passé au moins une nuit dans une maison pendant la "
        "période. Un interne présent en mai et en juin compte dans chacun des deux mois, mais une seule fois depuis "
        "l’ouverture.",
        Measure(Unit.INTERNS, Span.FLOW, Disclosure.FREE, OF_STAYS),
        side(INTERNS_LODGED),
        monthly=True,
    ),
    Figure(
        "housing.saspas_interns_lodged",
        "dont internes en SASPAS",
        "Parmi ces internes, ceux qui étaient en stage ambulatoire en soins premiers en autonomie supervisée.",
        Measure(Unit.INTERNS, Span.FLOW, Disclosure.FREE, OF_STAYS),
        side(_lodged(stays.c.occupant_kind == "saspas_intern")),
    ),
)

BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown(
        "housing.interns_by_house",
        "Internes hébergés par maison, face à l’objectif annuel",
        "L’objectif est celui de la convention en vigueur le dernier jour du mois : un nombre d’internes hébergés "
        "par an, auquel se comparent les douze mois qui finissent avec le bulletin.",
        Unit.INTERNS,
        Disclosure.FREE,
        Cut.HOUSE,
        _lodged_by(_place(stays), _IS_INTERN),
        words.house,
        objectives,
    ),
    Breakdown(
        "housing.lodged_by_kind",
        "Personnes hébergées par statut",
        "Personnes différentes qui ont passé au moins une nuit dans une maison, internes ou non. Qui change de "
        "statut entre deux séjours compte dans chacun.",
        Unit.PERSONS,
        Disclosure.FREE,
        Cut.OCCUPANT_KIND,
        _lodged_by_kind,
        words.occupant_kind,
    ),
    Breakdown(
        "housing.interns_by_university",
        "Internes hébergés par université",
        "L’université où l’interne est inscrit.",
        Unit.INTERNS,
        Disclosure.FREE,
        Cut.UNIVERSITY,
        _lodged_by(stays.c.university, _IS_INTERN),
        words.university,
    ),
)
