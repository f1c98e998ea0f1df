"""The figures of who is served, among the people without médecin traitant that the health insurance fund counted."""

import sqlalchemy as sa

from contracts.permanence.words import AGE_BANDS
from reporting.figure import END, Count, Coverage, Cut, Disclosure, Figure, Measure, Span, Unit, how_many, side
from reporting.permanence.figures.activity import FOLLOWED_NOW
from reporting.permanence.figures.persons import FOLLOWED
from reporting.permanence.projections import ald_changes, patients, people_counts
from reporting.rounding import percent

_SIXTY_AND_OVER = AGE_BANDS[AGE_BANDS.index("60-69") :]
_ALD_NOW = (
    sa.select(ald_changes.c.ald)
    .where(
        ald_changes.c.source == patients.c.source,
        ald_changes.c.subject == patients.c.subject,
        ald_changes.c.changed_on < END,
    )
    .order_by(ald_changes.c.sequence.desc())
    .limit(1)
    .scalar_subquery()
)


def _counted(group: str) -> Count:
    """The people of the last count of each commune."""
    counts = people_counts.c
    newest_first = counts.counted_on.desc(), counts.sequence.desc(), counts.subject
    ranked = (
        sa.select(
            counts.people,
            sa.func.row_number().over(partition_by=counts.commune, order_by=newest_first).label("rank"),
        )
        .where(counts.group == group, counts.counted_on < END)
        .subquery()
    )
    return sa.select(sa.func.sum(ranked.c.people)).where(ranked.c.rank == 1).scalar_subquery()


_BY_COMMUNE = frozenset({Cut.ANTENNA, Cut.COMMUNE})
_DENOMINATOR = (
    "comptées sans médecin traitant par l’assurance maladie : le dernier comptage de chaque commune avant la fin du "
    "mois. Les patients sont comptés quelle que soit leur commune. Il n’y en a pas sans comptage."
)

_SHARE = Measure(Unit.PERCENT, Span.STOCK, Disclosure.PATIENTS, _BY_COMMUNE)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.share_served_all",
        "Part des personnes sans médecin traitant suivies",
        f"Patients suivis à la fin du mois, rapportés aux personnes {_DENOMINATOR}",
        _SHARE,
        side(FOLLOWED_NOW),
        side(_counted("all"), covers=Coverage.COUNTED_COMMUNES),
        percent,
    ),
    Figure(
        "permanence.share_served_ald",
        "Part suivie des personnes en ALD",
        f"Patients en ALD suivis à la fin du mois, rapportés aux personnes en ALD {_DENOMINATOR}",
        _SHARE,
        side(how_many(patients, FOLLOWED, sa.func.coalesce(_ALD_NOW, patients.c.ald))),
        side(_counted("ald"), covers=Coverage.COUNTED_COMMUNES),
        percent,
    ),
    Figure(
        "permanence.share_served_sixty_and_over",
        "Part suivie des personnes de 60 ans et plus",
        "Patients suivis à la fin du mois, qui avaient 60 ans ou plus à leur inscription, rapportés aux personnes de "
        f"60 ans et plus {_DENOMINATOR}",
        _SHARE,
        side(how_many(patients, FOLLOWED, patients.c.age_band.in_(_SIXTY_AND_OVER))),
        side(_counted("sixty_and_over"), covers=Coverage.COUNTED_COMMUNES),
        percent,
    ),
)
