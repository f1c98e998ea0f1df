"""The figures of a permanence."""

import sqlalchemy as sa

from reporting.figures.figure import Figure, counting
from reporting.store import consultations, declarations, patients

FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.consultations",
        "Consultations",
        "consultations",
        "Consultations qui ont eu lieu à la permanence. Un patient vu trois fois compte pour trois.",
        (counting(consultations.c.held_on),),
        monthly=True,
    ),
    Figure(
        "permanence.patients_followed",
        "Patients suivis",
        "patients",
        "Personnes différentes vues au moins une fois en consultation pendant la période. Une personne vue en mai "
        "et en juin compte dans chacun des deux mois, mais une seule fois depuis l’ouverture : les mois ne "
        "s’additionnent pas. Une personne suivie par deux antennes compte dans chacune.",
        (counting(consultations.c.held_on, sa.func.count(consultations.c.patient_id.distinct())),),
    ),
    Figure(
        "permanence.new_patients",
        "Nouveaux patients",
        "patients",
        "Personnes sans médecin traitant inscrites à la permanence pendant la période, comptées une seule fois, "
        "le jour de leur inscription.",
        (counting(patients.c.registered_on),),
        monthly=True,
    ),
    Figure(
        "permanence.declarations",
        "Déclarations de médecin traitant",
        "déclarations",
        "Choix d’un médecin traitant transmis à l’assurance maladie pour des patients de la permanence.",
        (counting(declarations.c.filed_on),),
        monthly=True,
    ),
    Figure(
        "permanence.ald_declarations",
        "dont patients en affection de longue durée (ALD)",
        "déclarations",
        "Parmi ces déclarations, celles de patients reconnus en ALD le jour de la déclaration.",
        (counting(declarations.c.filed_on, where=declarations.c.ald),),
        monthly=True,
    ),
)
