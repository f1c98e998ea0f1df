"""The figures of a permanence: what was done, for how many people, and how many are followed."""

import sqlalchemy as sa

from contracts.permanence.counts import PATIENTS_FOLLOWED
from reporting.figure import END, Cut, Disclosure, Figure, Measure, Span, Unit, counting, how_many, side
from reporting.permanence.figures.counted import counted, flow
from reporting.permanence.figures.persons import FOLLOWED, OF_PATIENTS, is_merged
from reporting.permanence.projections import consultations, nurse_acts, patients, waits

# Facts of before supervision was told say nothing of it.
COUNTED = consultations.c.supervised.is_not(sa.false())
PATIENTS_SEEN = counted(flow(PATIENTS_FOLLOWED))

FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.consultations",
        "Consultations",
        "Consultations, visites et téléconsultations de médecins, et d’internes sous la supervision d’un maître de "
        "stage. Un patient vu trois fois compte pour trois. Les actes infirmiers sont comptés à part.",
        Measure(Unit.CONSULTATIONS, Span.FLOW, Disclosure.PATIENTS, frozenset({Cut.ANTENNA, Cut.PRACTITIONER_KIND})),
        side(counting(consultations.c.held_on, where=COUNTED)),
        monthly=True,
    ),
    Figure(
        "permanence.nurse_acts",
        "Actes infirmiers",
        "Actes des infirmières et infirmiers de la permanence.",
        Measure(Unit.ACTS, Span.FLOW, Disclosure.PATIENTS),
        side(counting(nurse_acts.c.month_on)),
    ),
    Figure(
        "permanence.patients_followed",
        "Patients suivis",
        "Personnes différentes vues au moins une fois en consultation pendant la période. Une personne vue en mai "
        "et en juin compte dans chacun des deux mois, mais une seule fois depuis l’ouverture : les mois ne "
        "s’additionnent pas. Une personne suivie par deux antennes compte dans chacune.",
        Measure(Unit.PATIENTS, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS),
        PATIENTS_SEEN,
    ),
    Figure(
        "permanence.followed_now",
        "Patients suivis à la fin du mois",
        "Personnes inscrites et qui n’étaient pas sorties de la file de la permanence à la fin du mois, qu’elles "
        "aient été vues ou non : c’est le même nombre dans les deux colonnes.",
        Measure(Unit.PATIENTS, Span.STOCK, Disclosure.PATIENTS, OF_PATIENTS),
        side(how_many(patients, FOLLOWED)),
    ),
    Figure(
        "permanence.new_patients",
        "Nouveaux patients",
        "Personnes sans médecin traitant inscrites à la permanence pendant la période, comptées une seule fois, "
        "le jour de leur inscription. Deux inscriptions d’une même personne, une fois réunies, n’en font qu’une.",
        Measure(Unit.PATIENTS, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS),
        side(counting(patients.c.month_on, where=~is_merged(patients.c.source, patients.c.subject))),
        monthly=True,
    ),
    Figure(
        "permanence.waiting",
        "Patients en liste d’attente",
        "Inscriptions en liste d’attente d’un rendez-vous à la fin du mois : c’est le même nombre dans les deux "
        "colonnes.",
        Measure(Unit.PATIENTS, Span.STOCK, Disclosure.PATIENTS),
        side(
            how_many(
                waits,
                waits.c.joined_month_on < END,
                sa.or_(waits.c.left_month_on.is_(None), waits.c.left_month_on >= END),
            )
        ),
    ),
)
