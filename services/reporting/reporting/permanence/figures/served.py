"""The figures of who is served, among the people without médecin traitant that the health insurance fund counted."""

from dataclasses import replace

import sqlalchemy as sa

from contracts.permanence.counts import FOLLOWED_NOW as FOLLOWED
from contracts.permanence.counts import GROUP
from reporting.figure import END, Count, Coverage, Cut, Disclosure, Figure, Measure, Span, Unit, side
from reporting.permanence.figures.counted import counted, stock
from reporting.permanence.projections import people_counts
from reporting.rounding import percent


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


_DENOMINATOR = (
    "comptées sans médecin traitant par l’assurance maladie : le dernier comptage de chaque commune avant la fin du "
    "mois. Les patients sont comptés quelle que soit leur commune. Il n’y en a pas sans comptage."
)

# Both sides are told by commune, or by group: not by both.
_SHARE = Measure(Unit.PERCENT, Span.STOCK, Disclosure.PATIENTS)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.share_served_all",
        "Part des personnes sans médecin traitant suivies",
        f"Patients suivis à la fin du mois, rapportés aux personnes {_DENOMINATOR}",
        replace(_SHARE, cuts=frozenset({Cut.ANTENNA, Cut.COMMUNE})),
        counted(stock(FOLLOWED)),
        side(_counted("all"), covers=Coverage.COUNTED_COMMUNES),
        percent,
    ),
    Figure(
        "permanence.share_served_ald",
        "Part suivie des personnes en ALD",
        f"Patients en ALD suivis à la fin du mois, rapportés aux personnes en ALD {_DENOMINATOR}",
        _SHARE,
        counted(stock(FOLLOWED, GROUP, "ald")),
        side(_counted("ald"), covers=Coverage.COUNTED_COMMUNES),
        percent,
    ),
    Figure(
        "permanence.share_served_sixty_and_over",
        "Part suivie des personnes de 60 ans et plus",
        "Patients suivis à la fin du mois, qui avaient 60 ans ou plus à leur inscription, rapportés aux personnes de "
        f"60 ans et plus {_DENOMINATOR}",
        _SHARE,
        counted(stock(FOLLOWED, GROUP, "sixty_and_over")),
        side(_counted("sixty_and_over"), covers=Coverage.COUNTED_COMMUNES),
        percent,
    ),
)
