"""The figures of a bulletin: what each counts, in which unit, by which day. An instance holds just its own scope."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from reporting.store import consultations, declarations, patients, stays

# Externs and locums are lodged too, but are not interns.
INTERN_KINDS = ("gp_intern", "saspas_intern", "docteur_junior")


@dataclass(frozen=True, slots=True)
class Figure:
    """`day` decides the month a fact belongs to (never the time or the arrival of its event); `counted` says what.

    `definition` is the sentence that readers of the bulletin get.
    """

    code: str
    label: str
    unit: str
    definition: str
    day: sa.Column[Any]
    counted: sa.ColumnElement[int]
    where: sa.ColumnElement[bool] | None = None

    def between(self, session: Session, start: date | None, end: date) -> int:
        """The count over the half-open days [start, end); everything before `end` when start is None."""
        query = sa.select(self.counted).where(self.day < end)
        if start is not None:
            query = query.where(self.day >= start)
        if self.where is not None:
            query = query.where(self.where)
        return session.scalar(query) or 0


FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.consultations",
        "Consultations",
        "consultations",
        "Consultations qui ont eu lieu à la permanence. Un patient vu trois fois compte pour trois.",
        consultations.c.held_on,
        sa.func.count(),
    ),
    Figure(
        "permanence.patients_followed",
        "Patients suivis",
        "patients",
        "Personnes différentes vues au moins une fois en consultation pendant la période. Une personne vue en mai "
        "et en juin compte dans chacun des deux mois, mais une seule fois depuis l’ouverture : les mois ne "
        "s’additionnent pas. Une personne suivie par deux antennes compte dans chacune.",
        consultations.c.held_on,
        sa.func.count(consultations.c.patient_id.distinct()),
    ),
    Figure(
        "permanence.new_patients",
        "Nouveaux patients",
        "patients",
        "Personnes sans médecin traitant inscrites à la permanence pendant la période, comptées une seule fois, "
        "le jour de leur inscription.",
        patients.c.registered_on,
        sa.func.count(),
    ),
    Figure(
        "permanence.declarations",
        "Déclarations de médecin traitant",
        "déclarations",
        "Choix d’un médecin traitant transmis à l’assurance maladie pour des patients de la permanence.",
        declarations.c.filed_on,
        sa.func.count(),
    ),
    Figure(
        "permanence.ald_declarations",
        "dont patients en affection de longue durée (ALD)",
        "déclarations",
        "Parmi ces déclarations, celles de patients reconnus en ALD le jour de la déclaration.",
        declarations.c.filed_on,
        sa.func.count(),
        declarations.c.ald,
    ),
    Figure(
        "housing.interns_arrived",
        "Arrivées en maison des internes",
        "arrivées",
        "Installations d’internes, docteurs juniors compris, dans un logement du réseau pendant la période. Les "
        "externes et les médecins remplaçants logés ne comptent pas. Un interne qui revient compte à chaque séjour.",
        stays.c.arrived_on,
        sa.func.count(),
        stays.c.occupant_kind.in_(INTERN_KINDS),
    ),
)
