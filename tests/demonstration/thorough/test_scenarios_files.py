"""What the scenario files publish, and what a wrong file is answered."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demonstration.comparison import compare_all
from demonstration.scenarios import (
    FigureKind,
    PublishedFigure,
    Relation,
    Scenario,
    ScenarioError,
    compare,
    load_scenarios,
    season,
)
from demonstration.scenarios.permanence_season import PermanenceSeason

SCENARIOS = Path(__file__).parents[3] / "scenarios"
ROMANS, LAVAL, HOUSE = "romans-permanence", "laval-smp", "romans-housing"


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    return {scenario.code: scenario for scenario in load_scenarios(SCENARIOS)}


def test_romans_is_measured_on_the_three_published_totals(scenarios: dict[str, Scenario]) -> None:
    measured = [figure for figure in scenarios[ROMANS].figures if figure.kind is FigureKind.MEASURED]
    assert [(figure.code, figure.relation, figure.published) for figure in measured] == [
        ("permanence.consultations", Relation.EQUAL, 3500),
        ("permanence.patients_followed", Relation.EQUAL, 1285),
        ("permanence.ald_declarations", Relation.EQUAL, 190),
    ]
    assert all(figure.antenna == "romans" and figure.period == "2023-09-04/2024-06-01" for figure in measured)


def test_the_house_of_romans_is_measured_on_its_interns_and_echoes_its_budget(scenarios: dict[str, Scenario]) -> None:
    by_kind = {
        kind: [(figure.code, figure.published) for figure in scenarios[HOUSE].figures if figure.kind is kind]
        for kind in FigureKind
    }
    assert by_kind == {
        FigureKind.MEASURED: [
            ("housing.interns_lodged", 13),
            ("housing.saspas_interns_lodged", 2),
            ("housing.interns_lodged", 10),
        ],
        FigureKind.DERIVED_BY_US: [("housing.occupancy", 100)],
        FigureKind.ECHO_OF_INPUT: [
            ("housing.budget_expenses_euros", 14_000),
            ("housing.budget_rents_euros", 4_700),
            ("housing.budget_net_cost_euros", 9_300),
            ("housing.budget_share_of_departement_euros", 4_650),
            ("housing.budget_share_of_ccas_euros", 4_650),
            ("housing.budget_equipment_euros", 5_100),
        ],
    }


def test_laval_is_measured_on_its_patients_and_echoes_its_people_and_its_budget(scenarios: dict[str, Scenario]) -> None:
    told = [(figure.kind, figure.code, figure.published) for figure in scenarios[LAVAL].figures]
    assert told == [
        (FigureKind.MEASURED, "permanence.patients_followed", 3500),
        (FigureKind.ECHO_OF_INPUT, "permanence.retired_gps", 12),
        (FigureKind.ECHO_OF_INPUT, "permanence.saspas_interns", 2),
        (FigureKind.ECHO_OF_INPUT, "permanence.coordinating_doctors", 1),
        (FigureKind.ECHO_OF_INPUT, "permanence.budget_expenses_euros", 561_600),
        (FigureKind.ECHO_OF_INPUT, "permanence.budget_share_of_departement_euros", 37_000),
    ]


def test_every_figure_is_obtained_from_the_counts_and_the_inputs(scenarios: dict[str, Scenario]) -> None:
    counted = {
        "permanence.consultations": 3500,
        "permanence.patients_followed": 1285,
        "permanence.ald_declarations": 190,
        "housing.interns_lodged": 13,
        "housing.saspas_interns_lodged": 2,
        "housing.occupancy": 100.0,
    }
    for scenario in scenarios.values():
        totals = {**counted, **scenario.inputs}
        if scenario.code == LAVAL:
            totals["permanence.patients_followed"] = 3500
        assert all(compare(figure, figure.obtained_from(totals)) for figure in scenario.figures)


@pytest.mark.parametrize(
    ("relation", "published", "obtained", "agrees"),
    [
        (Relation.EQUAL, 3500, 3500, True),
        (Relation.EQUAL, 3500, 3499, False),
        (Relation.FLOORED, 54, 54.55, True),
        (Relation.FLOORED, 54, 55, False),
        (Relation.FLOORED, 54, 53.99, False),
        (Relation.AT_LEAST, 10, 13, True),
        (Relation.AT_LEAST, 10, 9, False),
        (Relation.ABOUT, 2.72, 2.7237, True),
        (Relation.ABOUT, 2.72, 2.76, False),
        (Relation.ABOUT, 2.72, 2.68, False),
    ],
)
def test_compare_honours_the_relation(relation: Relation, published: float, obtained: float, agrees: bool) -> None:
    figure = PublishedFigure(
        scenario="s",
        antenna="a",
        code="c",
        period="2023-09-04/..",
        kind=FigureKind.MEASURED,
        relation=relation,
        published=published,
        source="S",
    )
    assert compare(figure, obtained) is agrees


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2018-12-01/2019-06-01", "2019-05"),
        ("2018-12-01/2019-05-31", "2019-05"),
        ("2023-09-04/2024-06-01", "2024-05"),
        ("2023-09-04/2024-01-01", "2023-12"),
        ("2017-06/..", None),
    ],
)
def test_a_period_is_half_open_and_its_last_month_is_that_of_its_last_day(
    scenarios: dict[str, Scenario], period: str, month: str | None
) -> None:
    assert replace(scenarios[ROMANS].figures[0], period=period).last_month == month


def test_each_figure_is_compared_with_the_bulletin_of_the_month_in_which_its_period_ends(
    scenarios: dict[str, Scenario], tmp_path: Path
) -> None:
    (tmp_path / "romans").mkdir()
    for month, consultations in (("2023-12", 1200), ("2024-05", 3500), ("2024-06", 3600)):
        document = {"figures": [{"code": "permanence.consultations", "since_opening": consultations}]}
        (tmp_path / "romans" / f"{month}.json").write_text(json.dumps(document), encoding="utf-8")
    figure = scenarios[ROMANS].figures[0]
    ends = ("2024-06-01", "2024-01-01", "..")
    told = replace(scenarios[ROMANS], figures=tuple(replace(figure, period=f"2023-09-04/{end}") for end in ends))
    assert [row.obtained for row in compare_all([told], tmp_path, "2024-06")] == [3500, 1200, 3600]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("rooms = 2", "", "la clé « permanence.rooms » manque"),
        ("rooms = 2", "romms = 2", "la clé « permanence.romms » est inconnue"),
        ("rooms = 2", "rooms = true", "« permanence.rooms » doit être un nombre entier"),
        ("rooms = 2", "rooms = 1", "2 praticiens le « monday » pour 1 cabinets"),
        ('["wednesday"]', "[]", "aucun praticien toute la saison le « wednesday »"),
        ("closes_at = 18", "closes_at = 9", "« permanence.site » : « closes_at » doit suivre « opens_at »"),
        ('stages = ["voted"', 'stages = ["wished"', "« permanence.costs[0].stages[0] » doit être l'une des valeurs"),
        ("last_day = 2024-05-31", "last_day = 2024-05-31T00:00:00Z", "« permanence.last_day » doit être une date"),
        ("last_day = 2024-05-31", "last_day = 2023-05-31", "« last_day » doit suivre « opened_on »"),
        ('antenna = "romans"', 'antenna = ["romans"]', "« antenna » doit être un texte"),
        ("2024-06-01", "2024-06", "« period » finit par /AAAA-MM-JJ ou /.."),
        ('kind = "measured"', 'kind = "guessed"', "« figures[0].kind » doit être l'une des valeurs measured, echo"),
        ("published = 3500", 'published = "3500"', "« figures[0].published » doit être un nombre"),
        ("published = 2.72", "", "la clé « figures[5].published » manque"),
        ('numerator = "permanence.consultations"', "", "« numerator » et « denominator » vont ensemble"),
        ("percents = [125, 100, 85, 100, 90]", "percents = 100", "« permanence.synthetic.weekday_percents » doit être"),
        ("percents = [125, 100, 85, 100, 90]", "percents = [100]", "« weekday_percents » doit compter 5 jours"),
        ("halving_days = 50", "halving_days = 0", "« halving_days » doit valoir au moins 1"),
        ("{ youngest = 25,", "{ youngest = 65,", "« permanence.synthetic.ald_ages[0] » : « oldest »"),
        ("[permanence]", "[[permanence]]", "scenario.toml : "),
        ("[permanence", "[premanence", "la clé « premanence » est inconnue"),
    ],
)
def test_a_wrong_file_is_refused_naming_the_file_and_the_key(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    text = (SCENARIOS / f"{ROMANS}.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "scenario.toml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenarios(tmp_path)
    assert str(refused.value).startswith("scenario.toml : ")
    assert said in str(refused.value)


@pytest.mark.parametrize("key", ["ages", "ald_ages", "communes", "reasons"])
def test_a_list_with_nothing_to_choose_from_is_refused(scenarios: dict[str, Scenario], key: str) -> None:
    romans = scenarios[ROMANS].season
    assert isinstance(romans, PermanenceSeason)
    nothing: dict[str, Any] = {key: ()}
    with pytest.raises(ValueError, match=f"« {key} » n'a aucun choix"):
        replace(romans.synthetic, **nothing)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("parking = true", "parking = 1", "« housing.rooms[0].parking » doit être true ou false"),
        ('room = "chambre-1"', 'room = "chambre-9"', "« chambre-9 » n'est pas dans « rooms »"),
        ('person = "p01"', 'person = "p99"', "« p99 » n'est pas dans « people »"),
        ('code = "p02"', 'code = "p01"', "un code est deux fois dans « people »"),
        ("requested_on = 2018-12-01", "requested_on = 2018-12-02", "« arrival_on » et « departure_on » doivent se"),
        ("extended_to = 2023-02-17, ", "", "« extended_on » et « extended_to » vont ensemble"),
        (', refused = "no_room_free"', "", "« refused » ou « cancelled » est attendu, et un seul"),
        ("months = [4, 10]", "months = [4, 13]", "« months » va de 1 à 12"),
        ("day = 20,", "day = 30,", "« day » va de 1 à 28"),
        ("last_day = 2024-06-30", "last_day = 2018-12-01", "« last_day » doit suivre « opened_on »"),
    ],
)
def test_a_wrong_house_is_refused_naming_the_key(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = (SCENARIOS / f"{HOUSE}.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "scenario.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenarios(tmp_path)
    assert str(refused.value).startswith("scenario.toml : ")
    assert said in str(refused.value)


def test_a_file_without_a_season_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text('antenna = "romans"', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"^empty.toml : une table « permanence » ou"):
        load_scenarios(tmp_path)


def test_a_folder_without_scenarios_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="aucun scénario"):
        load_scenarios(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("ald_declarations = 190", "ald_declarations = 421", "421 déclarations pour 420 patients"),
        ("patients = 1285", "patients = 50", "ne tient pas entre 0 et le plafond"),
        ("patients = 1285", "patients = 3501", "ne tient pas entre 0 et le plafond"),
        ("days_between_visits = 7", "days_between_visits = 70", "consultations de suivi pour 0 patients à revoir"),
    ],
)
def test_totals_that_no_plan_reaches_are_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = (SCENARIOS / f"{ROMANS}.toml").read_text(encoding="utf-8")
    (tmp_path / "scenario.toml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        next(season(load_scenarios(tmp_path)))
    assert str(refused.value).startswith("scenario.toml : saison impossible : ")
    assert said in str(refused.value)
