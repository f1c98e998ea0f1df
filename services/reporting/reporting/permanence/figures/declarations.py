"""The figures of declarations of médecin traitant: filed, and active."""

import sqlalchemy as sa

from contracts.permanence.counts import ACTIVE_ALD_DECLARATIONS, ALD_DECLARATIONS
from reporting.figure import END, Disclosure, Figure, Measure, Span, Unit, counting, how_many, side
from reporting.permanence.figures.counted import counted, flow, stock
from reporting.permanence.figures.persons import OF_PATIENTS
from reporting.permanence.projections import declaration_answers, declaration_ends, declarations


def _with(told: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(told.c.source == declarations.c.source, told.c.subject == declarations.c.subject)


_LIVES = declarations.outerjoin(declaration_answers, _with(declaration_answers)).outerjoin(
    declaration_ends, _with(declaration_ends)
)
_ACTIVE_ON = sa.func.coalesce(declaration_answers.c.active_month_on, declarations.c.active_month_on)
_ACTIVE = how_many(
    _LIVES,
    _ACTIVE_ON < END,
    declaration_answers.c.accepted.is_not(sa.false()),
    sa.or_(declaration_ends.c.month_on.is_(None), declaration_ends.c.month_on >= END),
)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.declarations",
        "Déclarations de médecin traitant",
        "Choix d’un médecin traitant transmis à l’assurance maladie pour des patients de la permanence.",
        Measure(Unit.DECLARATIONS, Span.FLOW, Disclosure.PATIENTS),
        side(counting(declarations.c.month_on)),
        monthly=True,
    ),
    Figure(
        "permanence.ald_declarations",
        "dont patients en affection de longue durée (ALD)",
        "Parmi ces déclarations, celles de patients reconnus en ALD le jour de la déclaration.",
        Measure(Unit.DECLARATIONS, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS),
        counted(flow(ALD_DECLARATIONS)),
        monthly=True,
    ),
    Figure(
        "permanence.active_declarations",
        "Déclarations actives à la fin du mois",
        "Déclarations qui valaient à la fin du mois : en ligne, dès le dépôt ; sur papier, au bout d’un délai présumé "
        "que la réponse de l’assurance maladie corrige. Une déclaration rejetée n’a jamais valu ; une déclaration "
        "remplacée ou terminée ne vaut plus. C’est le même nombre dans les deux colonnes.",
        Measure(Unit.DECLARATIONS, Span.STOCK, Disclosure.PATIENTS),
        side(_ACTIVE),
    ),
    Figure(
        "permanence.active_ald_declarations",
        "dont patients en ALD, déclarations actives",
        "Parmi ces déclarations actives, celles de patients reconnus en ALD le jour de la déclaration.",
        Measure(Unit.DECLARATIONS, Span.STOCK, Disclosure.PATIENTS, OF_PATIENTS),
        counted(stock(ACTIVE_ALD_DECLARATIONS)),
    ),
)
