"""The figures of declarations of médecin traitant: filed, and active."""

import sqlalchemy as sa

from reporting.figure import END, Count, Disclosure, Figure, Measure, Span, Unit, counting, how_many, side
from reporting.permanence.figures.persons import OF_PATIENTS
from reporting.permanence.projections import declaration_answers, declaration_ends, declarations


def _with(told: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(told.c.source == declarations.c.source, told.c.subject == declarations.c.subject)


_LIVES = declarations.outerjoin(declaration_answers, _with(declaration_answers)).outerjoin(
    declaration_ends, _with(declaration_ends)
)
# Online, a declaration is active at once: old facts do not say so.
_ACTIVE_ON = sa.func.coalesce(
    declaration_answers.c.active_on,
    declarations.c.active_on,
    sa.case((declarations.c.channel == "online", declarations.c.filed_on)),
)


def _active(*where: sa.ColumnElement[bool]) -> Count:
    return how_many(
        _LIVES,
        _ACTIVE_ON < END,
        declaration_answers.c.accepted.is_not(sa.false()),
        sa.or_(declaration_ends.c.ended_on.is_(None), declaration_ends.c.ended_on >= END),
        *where,
    )


FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.declarations",
        "Déclarations de médecin traitant",
        "Choix d’un médecin traitant transmis à l’assurance maladie pour des patients de la permanence.",
        Measure(Unit.DECLARATIONS, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS),
        side(counting(declarations.c.filed_on)),
        monthly=True,
    ),
    Figure(
        "permanence.ald_declarations",
        "dont patients en affection de longue durée (ALD)",
        "Parmi ces déclarations, celles de patients reconnus en ALD le jour de la déclaration.",
        Measure(Unit.DECLARATIONS, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS),
        side(counting(declarations.c.filed_on, where=declarations.c.ald)),
        monthly=True,
    ),
    Figure(
        "permanence.active_declarations",
        "Déclarations actives à la fin du mois",
        "Déclarations qui valaient à la fin du mois : en ligne, dès le dépôt ; sur papier, au bout d’un délai présumé "
        "que la réponse de l’assurance maladie corrige. Une déclaration rejetée n’a jamais valu ; une déclaration "
        "remplacée ou terminée ne vaut plus. C’est le même nombre dans les deux colonnes.",
        Measure(Unit.DECLARATIONS, Span.STOCK, Disclosure.PATIENTS, OF_PATIENTS),
        side(_active()),
    ),
    Figure(
        "permanence.active_ald_declarations",
        "dont patients en ALD, déclarations actives",
        "Parmi ces déclarations actives, celles de patients reconnus en ALD le jour de la déclaration.",
        Measure(Unit.DECLARATIONS, Span.STOCK, Disclosure.PATIENTS, OF_PATIENTS),
        side(_active(declarations.c.ald)),
    ),
)
