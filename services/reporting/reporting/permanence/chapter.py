"""The permanence in a bulletin's page: the sentences that one repeats, its months, who bears its cost."""

from dataclasses import dataclass

from kernel import french
from reporting.bulletin import Bulletin, Month, measured
from reporting.chapter import Chapter, Column, MonthByMonth, Shares, rows_of, shares_of
from reporting.chart import bars_by_month
from reporting.figure import Unit, Value
from reporting.permanence.figures import BREAKDOWNS, FIGURES

_CHARTED = "permanence.consultations"
_TITLE = "Consultations par mois depuis l’ouverture"
_NOT_COUNTED = "Les patients de ce mois ne sont pas encore comptés."
_CAPTION = "Activité par mois depuis l’ouverture"
# The columns of the monthly table: figures whose months add up to the total below them.
_HEADINGS = {
    _CHARTED: "Consultations",
    "permanence.new_patients": "Nouveaux patients",
    "permanence.declarations": "Déclarations",
    "permanence.ald_declarations": "dont ALD",
}


# Whose share is served, as the sentence names them.
_SERVED = {
    "permanence.share_served_all": "des personnes sans médecin traitant",
    "permanence.share_served_ald": "de celles en ALD",
    "permanence.share_served_sixty_and_over": "de celles de 60 ans et plus",
}


@dataclass(frozen=True, slots=True)
class PermanenceSection:
    """`served` says nothing where nobody has counted whom there is to serve."""

    served: str | None
    months: MonthByMonth
    payers: Shares
    payers_per_patient: Shares


def _section(bulletin: Bulletin) -> PermanenceSection:
    breakdowns = {each.code: each for each in bulletin.breakdowns}
    return PermanenceSection(
        _served(bulletin),
        _months(bulletin),
        shares_of(breakdowns["permanence.net_cost_by_payer"], "Coût net des honoraires"),
        Shares(breakdowns["permanence.net_cost_per_patient_by_payer"]),
    )


def _served(bulletin: Bulletin) -> str | None:
    shares = {figure.code: figure.month for figure in bulletin.figures}
    said = [
        f"{measured(shares[code], Unit.PERCENT)} {whose}" for code, whose in _SERVED.items() if shares[code] is not None
    ]
    return f"À la fin du mois, la permanence suit {' ; '.join(said)}." if said else None


def _months(bulletin: Bulletin) -> MonthByMonth:
    months = bulletin.history[_CHARTED]
    month, count = months[-1]
    top_month, top = max(months, key=lambda pair: _count(pair[1]))
    description = f"Diagramme en barres, de {french.month(months[0][0].start)} à {french.month(month.start)}."
    description += f" En {french.month(month.start)} : {_consultations(_count(count))}."
    if top:
        description += f" Maximum : {french.number(_count(top))} en {french.month(top_month.start)}."
    description += f" Les mêmes nombres sont dans le tableau « {_CAPTION} »."
    by_code = {figure.code: figure for figure in bulletin.figures}
    return MonthByMonth(
        _TITLE,
        bars_by_month(months, name="consultations", title=_TITLE, description=description),
        _CAPTION,
        tuple(Column(heading, by_code[code].unit, by_code[code].since_opening) for code, heading in _HEADINGS.items()),
        rows_of(bulletin.history[code] for code in _HEADINGS),
        has_totals=True,
    )


def _headline(bulletin: Bulletin) -> str:
    """The sentence that one repeats: the month, then everything since the opening."""
    by_code = {figure.code: figure for figure in bulletin.figures}
    held, followed = by_code[_CHARTED], by_code["permanence.patients_followed"]
    said = f"En {french.month(bulletin.month.start)}, {_held(held.month, followed.month)}."
    if bulletin.month != Month.of(bulletin.openings["permanence"]):
        said += f" Depuis l’ouverture : {_held(held.since_opening, followed.since_opening)}."
    return said if followed.month is not None else f"{said} {_NOT_COUNTED}"


def _held(consultations: Value, patients: Value) -> str:
    held = _consultations(_count(consultations))
    if not consultations or patients is None:
        return held
    return f"{held} pour {french.counted(_count(patients), 'patient', 'patients')}"


def _consultations(count: int) -> str:
    return "aucune consultation" if count == 0 else french.counted(count, "consultation", "consultations")


def _count(value: Value) -> int:
    assert isinstance(value, int), "a count is whole"
    return value


CHAPTER = Chapter("permanence", "Permanence de soins", FIGURES, BREAKDOWNS, headline=_headline, section=_section)
