"""Figures and bulletins counted from projections: which fact counts, in which month, and how totals stand together."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from contracts.permanence.counts import ALD_DECLARATIONS, PATIENTS_FOLLOWED
from reporting.bulletin import Bulletin, Month, months
from reporting.chapters import BREAKDOWNS, FIGURES
from reporting.figure import Value
from reporting.reading import read_bulletin, read_history
from support.reporting.counted import total
from support.reporting.projected import ROMANS, Projected

# Those whose months add up; the others count persons, ends of months, or are rates.
NOT_ADDITIVE = {
    "permanence.patients_followed",
    "permanence.followed_now",
    "permanence.waiting",
    "permanence.active_declarations",
    "permanence.active_ald_declarations",
    "permanence.honoured_rate",
    "permanence.days_to_first_appointment",
    "permanence.days_to_first_appointment_p90",
    "permanence.days_to_third_free_slot",
    "permanence.days_to_third_free_slot_p90",
    "permanence.consultations_per_half_day",
    "permanence.half_days_lost_next_quarter",
    "permanence.share_served_all",
    "permanence.share_served_ald",
    "permanence.share_served_sixty_and_over",
    "permanence.net_cost_per_patient",
    "housing.interns_lodged",
    "housing.saspas_interns_lodged",
    "housing.occupancy",
    "housing.waiting",
    "housing.cost_per_intern",
}
ADDITIVE = [figure.code for figure in FIGURES if figure.code not in NOT_ADDITIVE]


def read(projected: Projected, *wanted: str) -> list[Bulletin]:
    antenna = projected.runtime.antenna
    asked = [Month.parse(text) for text in wanted]
    with Session(projected.runtime.database.engine) as session:
        history = read_history(session, antenna, max(asked))
        return [read_bulletin(session, antenna, month, history) for month in asked]


def value(bulletin: Bulletin, code: str) -> tuple[Value, Value]:
    return next((figure.month, figure.since_opening) for figure in bulletin.figures if figure.code == code)


def test_a_fact_belongs_to_the_month_of_its_civil_day(romans: Projected) -> None:
    for day in (date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1)):
        romans.consultation(day)
    january, february, march = read(romans, "2024-01", "2024-02", "2024-03")
    assert value(january, "permanence.consultations") == (1, 1)
    assert value(february, "permanence.consultations") == (2, 3)
    assert value(march, "permanence.consultations") == (1, 4)


def test_the_persons_of_a_month_are_those_that_the_antenna_counted_over_each_span(romans: Projected) -> None:
    romans.patient(date(2023, 9, 4))
    romans.counted(PATIENTS_FOLLOWED, date(2023, 9, 1), total(1))
    romans.counted(PATIENTS_FOLLOWED, date(2024, 10, 1), total(2, 5, 9))
    september, october, year_later = read(romans, "2023-09", "2023-10", "2024-10")
    assert value(september, "permanence.patients_followed") == (1, 1)
    assert value(october, "permanence.patients_followed") == (None, None)
    assert value(year_later, "permanence.patients_followed") == (2, 9)


def test_a_patient_registered_and_not_yet_seen_is_new_but_not_followed(romans: Projected) -> None:
    romans.patient(date(2023, 9, 29))
    romans.counted(PATIENTS_FOLLOWED, date(2023, 9, 1), total(0))
    (september,) = read(romans, "2023-09")
    assert value(september, "permanence.new_patients") == (1, 1)
    assert value(september, "permanence.patients_followed") == (0, 0)


def test_before_anybody_is_registered_nobody_has_to_count(romans: Projected) -> None:
    romans.patient(date(2023, 10, 2))
    september, october = read(romans, "2023-09", "2023-10")
    assert value(september, "permanence.patients_followed") == (0, 0)
    assert value(october, "permanence.patients_followed") == (None, None)


def test_declarations_of_patients_in_ald_are_a_part_of_all_declarations(romans: Projected) -> None:
    romans.patient(date(2023, 9, 4))
    for _ in range(3):
        romans.declaration(date(2023, 9, 8))
    romans.counted(ALD_DECLARATIONS, date(2023, 9, 1), total(2))
    (september,) = read(romans, "2023-09")
    assert value(september, "permanence.declarations") == (3, 3)
    assert value(september, "permanence.ald_declarations") == (2, 2)


def test_a_departure_told_before_its_arrival_is_no_arrival(romans: Projected) -> None:
    romans.stay(arrived_on=None, departed_on=date(2023, 10, 20))
    romans.stay(arrived_on=date(2023, 10, 2), departed_on=date(2023, 10, 20))
    (october,) = read(romans, "2023-10")
    assert value(october, "housing.interns_arrived") == (1, 1)


def test_a_month_without_activity_keeps_what_came_before(romans: Projected) -> None:
    romans.patient(date(2023, 9, 4))
    romans.consultation(date(2024, 5, 31))
    romans.counted(PATIENTS_FOLLOWED, date(2024, 6, 1), total(0, 1))
    (june,) = read(romans, "2024-06")
    assert value(june, "permanence.consultations") == (0, 1)
    assert value(june, "permanence.patients_followed") == (0, 1)


def test_a_bulletin_knows_nothing_of_the_months_after_it(romans: Projected) -> None:
    romans.consultation(date(2023, 9, 4))
    romans.consultation(date(2023, 11, 6))
    september, november = read(romans, "2023-09", "2023-11")
    assert september.history["permanence.consultations"] == ((Month(2023, 9), 1),)
    assert [count for _, count in november.history["permanence.consultations"]] == [1, 0, 1]


def test_months_add_up_to_the_total_since_the_opening(romans: Projected) -> None:
    for day in (date(2023, 9, 4), date(2023, 10, 31), date(2023, 11, 1), date(2024, 2, 29)):
        romans.patient(day)
        romans.consultation(day)
        romans.declaration(day)
        stay = romans.stay(arrived_on=day, departed_on=date(2024, 6, 10))
        romans.step(stay, 1, "requested", day)
        romans.step(romans.stay(arrived_on=None), 2, "refused", day)
        romans.void(romans.room(day), date(2024, 1, 30), date(2024, 2, 2))
        romans.due(day.replace(day=1), 15_001)
        romans.payment(day, 12_000)
        romans.cost(day, 70_000)
        romans.cost(day, 5_100, "equipment")
        romans.nurse_act(day)
        for stage, in_kind in (("actual", False), ("actual", True), ("forecast", False), ("voted", False)):
            romans.expense(day.replace(day=1), 90_000, stage=stage, in_kind=in_kind)
        romans.receipt(day.replace(day=1), 40_000)
    season = list(months(Month(2023, 9), Month(2024, 6)))
    for number, month in enumerate(season, 1):
        romans.counted(ALD_DECLARATIONS, month.start, total(2, 2 * number))
    bulletins = read(romans, *map(str, season))
    for code in ADDITIVE:
        added = sum(int(value(bulletin, code)[0] or 0) for bulletin in bulletins)
        assert added == value(bulletins[-1], code)[1] != 0, code


def test_a_service_younger_than_its_antenna_is_counted_from_its_own_first_month(tmp_path: Path) -> None:
    parameters = {"permanence": {"opened_on": date(2023, 9, 4)}}
    older = Projected(tmp_path, replace(ROMANS, opened_on=date(2018, 12, 1), parameters=parameters))
    for day in (date(2023, 8, 31), date(2023, 9, 1), date(2023, 9, 4)):
        older.consultation(day)
    older.stay(arrived_on=date(2018, 12, 1), departed_on=date(2018, 12, 4))
    before, opening = read(older, "2023-08", "2023-09")
    assert value(before, "permanence.consultations") == (1, 0)
    assert value(opening, "permanence.consultations") == (2, 2)
    assert before.history["permanence.consultations"] == ()
    assert [str(month) for month, _ in opening.history["permanence.consultations"]] == ["2023-09"]
    assert opening.history["housing.nights"][0] == (Month(2018, 12), 3)
    assert value(opening, "housing.nights") == (0, 3)
    assert opening.openings == {"permanence": date(2023, 9, 4), "housing": date(2018, 12, 1)}
    older.runtime.database.close()


def test_the_json_of_a_bulletin_has_the_agreed_keys_in_the_agreed_order(romans: Projected) -> None:
    romans.consultation(date(2023, 9, 4))
    romans.stay(arrived_on=date(2023, 9, 4))
    (september,) = read(romans, "2023-09")
    said = september.as_json()
    assert list(said) == ["antenna", "month", "edition", "figures", "breakdowns"]
    assert (said["antenna"], said["month"], said["edition"]) == ("romans", "2023-09", 1)
    assert [figure["code"] for figure in said["figures"]] == [
        "permanence.consultations",
        "permanence.nurse_acts",
        "permanence.patients_followed",
        "permanence.followed_now",
        "permanence.new_patients",
        "permanence.waiting",
        "permanence.declarations",
        "permanence.ald_declarations",
        "permanence.active_declarations",
        "permanence.active_ald_declarations",
        "permanence.honoured_rate",
        "permanence.days_to_first_appointment",
        "permanence.days_to_first_appointment_p90",
        "permanence.days_to_third_free_slot",
        "permanence.days_to_third_free_slot_p90",
        "permanence.consultations_per_half_day",
        "permanence.half_days_lost_next_quarter",
        "permanence.share_served_all",
        "permanence.share_served_ald",
        "permanence.share_served_sixty_and_over",
        "permanence.costs",
        "permanence.fees",
        "permanence.net_cost",
        "permanence.net_cost_per_patient",
        "permanence.in_kind",
        "permanence.forecast_costs",
        "permanence.voted_costs",
        "housing.interns_arrived",
        "housing.interns_lodged",
        "housing.saspas_interns_lodged",
        "housing.nights",
        "housing.room_nights",
        "housing.occupancy",
        "housing.requests",
        "housing.refusals",
        "housing.waiting",
        "housing.rents_due",
        "housing.rents_paid",
        "housing.running_costs",
        "housing.net_cost",
        "housing.cost_per_intern",
        "housing.equipment_costs",
    ]
    assert said["figures"][0] == {
        "code": "permanence.consultations",
        "label": "Consultations",
        "unit": "consultations",
        "month": 1,
        "since_opening": 1,
    }
    assert [breakdown["code"] for breakdown in said["breakdowns"]] == [
        "permanence.net_cost_by_payer",
        "permanence.net_cost_per_patient_by_payer",
        "housing.interns_by_house",
        "housing.lodged_by_kind",
        "housing.interns_by_university",
        "housing.net_cost_by_party",
    ]
    assert json.loads(json.dumps(said["breakdowns"][3])) == {
        "code": "housing.lodged_by_kind",
        "label": "Personnes hébergées par statut",
        "unit": "personnes",
        "rows": [
            {
                "code": "gp_intern",
                "label": "Internes en médecine générale",
                "month": 1,
                "last_12_months": 1,
                "since_opening": 1,
                "objective": None,
            }
        ],
    }


def test_a_code_names_one_figure_or_one_breakdown() -> None:
    codes = [*(figure.code for figure in FIGURES), *(breakdown.code for breakdown in BREAKDOWNS)]
    assert len(set(codes)) == len(codes)
    assert {code.partition(".")[0] for code in codes} == {"permanence", "housing"}
