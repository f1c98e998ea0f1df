"""Figures and bulletins counted from projections: which fact counts, in which month, and how totals stand together."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from reporting.bulletin import Bulletin, Month, bulletins
from support.projected import Projected

ADDITIVE = (
    "permanence.consultations",
    "permanence.new_patients",
    "permanence.declarations",
    "permanence.ald_declarations",
    "housing.interns_arrived",
)


def read(projected: Projected, *wanted: str) -> list[Bulletin]:
    antenna = projected.runtime.antenna
    with Session(projected.runtime.database.engine) as session:
        return list(
            bulletins(
                session,
                antenna=antenna.code,
                label=antenna.label,
                opened_on=antenna.opened_on,
                wanted=[Month.parse(text) for text in wanted],
            )
        )


def value(bulletin: Bulletin, code: str) -> tuple[int, int]:
    return next((figure.month, figure.since_opening) for figure in bulletin.figures if figure.code == code)


def test_a_fact_belongs_to_the_month_of_its_civil_day(romans: Projected) -> None:
    patient = romans.patient(date(2023, 9, 4))
    for day in (date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1)):
        romans.consultation(patient, day)
    january, february, march = read(romans, "2024-01", "2024-02", "2024-03")
    assert value(january, "permanence.consultations") == (1, 1)
    assert value(february, "permanence.consultations") == (2, 3)
    assert value(march, "permanence.consultations") == (1, 4)


def test_a_patient_seen_twice_in_a_month_is_followed_once_and_once_since_the_opening(romans: Projected) -> None:
    regular, other = romans.patient(date(2023, 9, 4)), romans.patient(date(2023, 9, 4))
    for day in (date(2023, 9, 5), date(2023, 9, 19), date(2023, 10, 3)):
        romans.consultation(regular, day)
    romans.consultation(other, date(2023, 10, 4))
    september, october = read(romans, "2023-09", "2023-10")
    assert value(september, "permanence.patients_followed") == (1, 1)
    assert value(october, "permanence.patients_followed") == (2, 2)


def test_a_patient_registered_and_not_yet_seen_is_new_but_not_followed(romans: Projected) -> None:
    romans.patient(date(2023, 9, 29))
    (september,) = read(romans, "2023-09")
    assert value(september, "permanence.new_patients") == (1, 1)
    assert value(september, "permanence.patients_followed") == (0, 0)


def test_declarations_of_patients_in_ald_are_a_part_of_all_declarations(romans: Projected) -> None:
    patient = romans.patient(date(2023, 9, 4))
    for ald in (True, False, True):
        romans.declaration(patient, date(2023, 9, 8), ald=ald)
    (september,) = read(romans, "2023-09")
    assert value(september, "permanence.declarations") == (3, 3)
    assert value(september, "permanence.ald_declarations") == (2, 2)


def test_a_departure_told_before_its_arrival_is_no_arrival(romans: Projected) -> None:
    romans.stay(arrived_on=None, departed_on=date(2023, 10, 20))
    romans.stay(arrived_on=date(2023, 10, 2), departed_on=date(2023, 10, 20))
    (october,) = read(romans, "2023-10")
    assert value(october, "housing.interns_arrived") == (1, 1)


def test_a_month_without_activity_keeps_what_came_before(romans: Projected) -> None:
    romans.consultation(romans.patient(date(2023, 9, 4)), date(2024, 5, 31))
    (june,) = read(romans, "2024-06")
    assert value(june, "permanence.consultations") == (0, 1)
    assert value(june, "permanence.patients_followed") == (0, 1)


def test_a_bulletin_knows_nothing_of_the_months_after_it(romans: Projected) -> None:
    patient = romans.patient(date(2023, 9, 4))
    romans.consultation(patient, date(2023, 9, 4))
    romans.consultation(patient, date(2023, 11, 6))
    september, november = read(romans, "2023-09", "2023-11")
    assert september.history["permanence.consultations"] == ((Month(2023, 9), 1),)
    assert [count for _, count in november.history["permanence.consultations"]] == [1, 0, 1]


@pytest.mark.parametrize("code", ADDITIVE)
def test_months_add_up_to_the_total_since_the_opening(romans: Projected, code: str) -> None:
    for day in (date(2023, 9, 4), date(2023, 10, 31), date(2023, 11, 1), date(2024, 2, 29)):
        patient = romans.patient(day)
        romans.consultation(patient, day)
        romans.declaration(patient, day, ald=True)
        romans.stay(arrived_on=day)
    (june,) = read(romans, "2024-06")
    assert sum(count for _, count in june.history[code]) == value(june, code)[1] == 4


def test_bulletins_come_oldest_first_whatever_the_order_asked(romans: Projected) -> None:
    assert [str(bulletin.month) for bulletin in read(romans, "2024-01", "2023-09")] == ["2023-09", "2024-01"]


def test_the_json_of_a_bulletin_has_the_agreed_keys_in_the_agreed_order(romans: Projected) -> None:
    romans.consultation(romans.patient(date(2023, 9, 4)), date(2023, 9, 4))
    (september,) = read(romans, "2023-09")
    said = september.as_json()
    assert list(said) == ["antenna", "month", "edition", "figures"]
    assert (said["antenna"], said["month"], said["edition"]) == ("romans", "2023-09", 1)
    assert [figure["code"] for figure in said["figures"]] == [
        "permanence.consultations",
        "permanence.patients_followed",
        "permanence.new_patients",
        "permanence.declarations",
        "permanence.ald_declarations",
        "housing.interns_arrived",
    ]
    assert said["figures"][0] == {
        "code": "permanence.consultations",
        "label": "Consultations",
        "unit": "consultations",
        "month": 1,
        "since_opening": 1,
    }
