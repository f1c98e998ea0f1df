"""How French writes numbers, days, months and counted things."""

from datetime import date

import pytest

from contracts.housing import OCCUPANT_KINDS
from reporting import french
from reporting.bulletin import Month
from reporting.figure import Unit, Value
from reporting.housing import words as of_houses
from reporting.permanence import words as of_permanences


def test_thousands_are_parted_by_a_narrow_no_break_space() -> None:
    assert french.number(3500) == "3\N{NARROW NO-BREAK SPACE}500"
    assert french.number(190) == "190"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (930_000, Unit.CENTS, "9 300,00 €"),
        (-5, Unit.CENTS, "-0,05 €"),
        (93.5, Unit.PERCENT, "93,5 %"),
        (100, Unit.PERCENT, "100,0 %"),
        (3500, Unit.NIGHTS, "3 500"),
        (1, Unit.DAYS, "1 jour"),
        (12, Unit.DAYS, "12 jours"),
        (8.4, Unit.CONSULTATIONS, "8,4"),
        (9.0, Unit.CONSULTATIONS, "9,0"),
        (None, Unit.PERCENT, "—"),
        (None, Unit.CENTS, "—"),
    ],
)
def test_a_figure_is_shown_in_its_unit(value: Value, unit: Unit, written: str) -> None:
    assert " ".join(french.measured(value, unit).split()) == written


def test_codes_of_facts_have_french_names() -> None:
    assert of_houses.university("clermont-ferrand") == "Clermont-Ferrand"
    assert of_houses.house("romans/maison-des-internes") == "Maison des internes (Romans)"
    assert [of_houses.party(code) for code in ("departement", "ccas", "ville-de-romans")] == [
        "Département",
        "CCAS",
        "Ville de romans",
    ]
    assert [of_permanences.payer(code) for code in ("ars", of_permanences.UNALLOCATED)] == [
        "ARS",
        "Non affecté, honoraires déduits",
    ]
    assert set(of_houses.OCCUPANT_KINDS) == set(OCCUPANT_KINDS)


def test_the_first_of_a_month_is_an_ordinal_and_the_other_days_are_not() -> None:
    assert french.day(date(2024, 6, 1)) == "1er\N{NO-BREAK SPACE}juin 2024"
    assert french.day(date(2023, 9, 4)) == "4\N{NO-BREAK SPACE}septembre 2023"


@pytest.mark.parametrize("number", range(1, 13))
def test_of_is_elided_before_april_august_and_october_only(number: int) -> None:
    month = Month(2024, number)
    elided = number in (4, 8, 10)
    assert french.of_month(month) == ("d’" if elided else "de ") + french.month(month)


def test_month_names_are_french_and_small() -> None:
    assert french.month(Month(2024, 8)) == "août 2024"
    assert french.short_month(Month(2023, 9)) == "sept."


def test_plural_starts_at_two() -> None:
    said = [french.counted(count, "patient", "patients").replace("\N{NO-BREAK SPACE}", " ") for count in (0, 1, 2)]
    assert said == ["0 patient", "1 patient", "2 patients"]


def test_no_line_may_start_with_a_sign_that_french_puts_after_a_space() -> None:
    assert french.typeset("« ainsi » : oui ; a: b") == "«\xa0ainsi\xa0»\xa0: oui\xa0; a: b"
