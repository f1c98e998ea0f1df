"""The houses of interns in a bulletin's page: who was lodged, the objective, who bears the cost, the last months."""

from dataclasses import dataclass

from kernel import french
from reporting.bulletin import BreakdownValue, Bulletin, RowValue, measured
from reporting.chapter import Chapter, Column, MonthByMonth, Shares, rows_of, shares_of
from reporting.chart import bars_by_month
from reporting.figure import Unit, Value
from reporting.housing.figures import BREAKDOWNS, FIGURES

_MONTHS = 12
_CHARTED = "housing.occupancy"
_TITLE = "Taux d’occupation par mois, en %"
_CAPTION = "Occupation par mois, douze derniers mois"
_HEADINGS = {"housing.interns_lodged": "Internes", "housing.nights": "Nuitées", _CHARTED: "Occupation"}
_BY_HOUSE, _BY_PARTY = "housing.interns_by_house", "housing.net_cost_by_party"


@dataclass(frozen=True, slots=True)
class HousingSection:
    summary: str
    objectives: tuple[str, ...]
    lodged: tuple[BreakdownValue, ...]
    shares: Shares
    months: MonthByMonth


def _section(bulletin: Bulletin) -> HousingSection:
    breakdowns = {each.code: each for each in bulletin.breakdowns if each.code.startswith("housing.")}
    shares = breakdowns.pop(_BY_PARTY)
    return HousingSection(
        _summary(bulletin),
        tuple(_objective(row) for row in breakdowns[_BY_HOUSE].rows if row.objective is not None),
        # One house alone is in the key figures already.
        tuple(each for each in breakdowns.values() if len(each.rows) > (1 if each.code == _BY_HOUSE else 0)),
        shares_of(shares, "Coût net"),
        _months(bulletin),
    )


def _summary(bulletin: Bulletin) -> str:
    month = {figure.code: figure.month for figure in bulletin.figures}
    interns, nights, rate = month["housing.interns_lodged"], month["housing.nights"], month[_CHARTED]
    lodged = (
        french.counted(int(interns), "interne hébergé", "internes hébergés") if interns else "aucun interne hébergé"
    )
    slept = french.counted(int(nights), "nuitée", "nuitées") if nights else "aucune nuitée"
    said = f"En {french.month(bulletin.month.start)}, {lodged}, {slept}"
    return f"{said}." if rate is None else f"{said} : chambres occupées à {measured(rate, Unit.PERCENT)}."


def _objective(row: RowValue) -> str:
    assert row.objective is not None, "the caller chose rows that have one"
    counted = french.counted(row.last_12_months, "interne hébergé", "internes hébergés")
    verdict = "objectif atteint" if row.last_12_months >= row.objective else "objectif pas encore atteint"
    return f"{row.label} : {counted} sur douze mois, pour un objectif d’au moins {row.objective} par an : {verdict}."


def _months(bulletin: Bulletin) -> MonthByMonth:
    rates = bulletin.history[_CHARTED][-_MONTHS:]
    (first, _), (last, rate) = rates[0], rates[-1]
    description = f"Diagramme en barres, de {french.month(first.start)} à {french.month(last.start)}."
    description += (
        f" En {french.month(last.start)} : {_rate(rate)}. Les mêmes nombres sont dans le tableau « {_CAPTION} »."
    )
    units = {figure.code: figure.unit for figure in bulletin.figures}
    return MonthByMonth(
        _TITLE,
        bars_by_month(rates, name="occupancy", title=_TITLE, description=description, top=100),
        _CAPTION,
        tuple(Column(heading, units[code]) for code, heading in _HEADINGS.items()),
        rows_of(bulletin.history[code][-_MONTHS:] for code in _HEADINGS),
        has_totals=False,
    )


def _rate(rate: Value) -> str:
    return "aucune nuit offerte" if rate is None else measured(rate, Unit.PERCENT)


CHAPTER = Chapter("housing", "Maison des internes", FIGURES, BREAKDOWNS, section=_section)
