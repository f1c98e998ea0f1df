"""A patient is registered: which days and ages are accepted, and what the fact keeps of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain import rules
from permanence.domain.commune import Commune
from permanence.domain.patient import NoMedecinTraitantReason, Patient, PatientRegistered, age_band, years_between

PATIENT = UUID(int=1)
ROMANS = Commune("26281", 33_464, "200068781")
OPENED_ON = date(2023, 9, 4)
TODAY = date(2024, 2, 29)
DAY = timedelta(days=1)


def register(**changes: Any) -> tuple[Patient, PatientRegistered]:
    asked = {
        "registered_on": TODAY,
        "birth_on": date(1950, 6, 30),
        "commune": ROMANS,
        "ald": True,
        "reason": NoMedecinTraitantReason.DOCTOR_RETIRED,
        "sealed_identity": b"sealed",
        "opened_on": OPENED_ON,
        "today": TODAY,
    }
    return Patient.register(PATIENT, **{**asked, **changes})


def test_a_registered_patient_is_told_with_an_age_and_no_birth_date() -> None:
    patient, registered = register()
    assert registered == PatientRegistered(PATIENT, TODAY, 73, ROMANS, True, NoMedecinTraitantReason.DOCTOR_RETIRED)
    assert (patient.commune, patient.ald, patient.sealed_identity) == ("26281", True, b"sealed")
    assert not hasattr(patient, "birth_on")


def test_a_patient_may_be_registered_today_but_not_tomorrow() -> None:
    assert register(registered_on=TODAY)[1].registered_on == TODAY
    with pytest.raises(rules.RegisteredInFuture):
        register(registered_on=TODAY + DAY)


def test_a_patient_may_be_registered_on_opening_day_but_not_the_day_before() -> None:
    assert register(registered_on=OPENED_ON)[1].registered_on == OPENED_ON
    with pytest.raises(rules.RegisteredBeforeOpening):
        register(registered_on=OPENED_ON - DAY)


def test_a_child_may_be_registered_on_the_day_of_birth_but_not_before() -> None:
    assert register(birth_on=TODAY)[1].age == 0
    with pytest.raises(rules.BirthInFuture):
        register(birth_on=TODAY + DAY)


def test_the_day_that_counts_for_an_age_is_that_of_registration() -> None:
    with pytest.raises(rules.BirthInFuture):
        register(registered_on=TODAY - DAY, birth_on=TODAY)


def test_a_person_of_125_years_is_registered_and_one_of_126_is_a_typing_error() -> None:
    assert register(birth_on=date(1898, 3, 1))[1].age == 125
    with pytest.raises(rules.BirthTooLongAgo):
        register(birth_on=date(1898, 2, 28))


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-9"),
        (9, "0-9"),
        (10, "10-19"),
        (59, "50-59"),
        (60, "60-69"),
        (79, "70-79"),
        (89, "80-89"),
        (90, "90+"),
        (125, "90+"),
    ],
)
def test_an_age_is_told_as_a_band_of_ten_years_with_cuts_at_sixty_and_ninety(age: int, band: str) -> None:
    assert age_band(age) == band


def test_a_year_is_added_on_the_birthday_and_not_the_day_before() -> None:
    birth_on = date(1964, 2, 15)
    assert years_between(birth_on, date(2024, 2, 14)) == 59
    assert years_between(birth_on, date(2024, 2, 15)) == 60


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2023, 2, 28), 58),
        (date(2023, 3, 1), 59),
        (date(2024, 2, 28), 59),
        (date(2024, 2, 29), 60),
    ],
)
def test_whoever_was_born_on_29_february_is_older_on_1_march_of_common_years(day: date, age: int) -> None:
    assert years_between(date(1964, 2, 29), day) == age
