"""French writing of pages, papers and bulletins."""

from datetime import date

import pytest

from kernel import french

NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def test_amounts_have_their_cents_in_tables_and_none_for_nothing_in_sentences() -> None:
    assert french.amount(123_456_705) == f"1{NARROW}234{NARROW}567,05{FIXED}€"
    assert french.amount(-5) == f"−0,05{FIXED}€"
    assert french.price(15_000) == f"150{FIXED}€"
    assert french.price(1_250) == f"12,50{FIXED}€"
    assert french.price(100_000) == f"1{NARROW}000{FIXED}€"


def test_thousands_are_parted_by_a_narrow_space_and_what_is_less_than_nothing_has_a_true_minus() -> None:
    assert [french.number(value) for value in (190, 3_500, -3_500)] == ["190", f"3{NARROW}500", f"−3{NARROW}500"]


def test_rates_and_averages_have_one_decimal() -> None:
    assert [french.tenths(value) for value in (8.4, 9, -0.5, 1_234.5)] == ["8,4", "9,0", "−0,5", f"1{NARROW}234,5"]
    assert [french.percent(value) for value in (93.5, 100)] == [f"93,5{NARROW}%", f"100,0{NARROW}%"]


def test_days_and_months_are_written_in_words() -> None:
    assert french.day(date(2018, 12, 1)) == f"1er{FIXED}décembre{FIXED}2018"
    assert french.weekday(date(2025, 11, 3)) == f"lundi 3{FIXED}novembre{FIXED}2025"
    assert french.short_day(date(2025, 1, 3)) == "03/01/2025"
    assert french.short_weekday(date(2018, 12, 3)) == f"lun.{FIXED}03/12"
    assert french.span(date(2018, 12, 1), date(2019, 3, 5)) == (
        f"du 1er{FIXED}décembre{FIXED}2018 au 5{FIXED}mars{FIXED}2019"
    )


@pytest.mark.parametrize("number", range(1, 13))
def test_of_is_elided_before_april_august_and_october_only(number: int) -> None:
    month = date(2024, number, 1)
    assert french.of_month(month) == ("d’" if number in (4, 8, 10) else "de ") + french.month(month)


def test_a_month_under_a_bar_is_short() -> None:
    shown = [french.short_month(date(2024, number, 1)) for number in range(1, 13)]
    assert shown == [
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ]


def test_an_hour_is_written_as_it_is_said() -> None:
    assert [french.clock(minutes) for minutes in (9 * 60 + 5, 24 * 60)] == [
        f"9{FIXED}h{FIXED}05",
        f"24{FIXED}h{FIXED}00",
    ]


def test_an_age_is_in_whole_years() -> None:
    assert french.age(date(1950, 6, 15), date(2021, 6, 14)) == f"70{FIXED}ans"
    assert french.age(date(2020, 6, 15), date(2021, 6, 15)) == f"1{FIXED}an"


def test_a_phone_of_france_is_written_by_pairs_and_another_as_it_is() -> None:
    assert french.phone("0699001234").split(FIXED) == ["06", "99", "00", "12", "34"]
    assert french.phone("+41799001234") == "+41799001234"


def test_the_plural_starts_at_two() -> None:
    assert [french.nights(n) for n in (0, 1, 2)] == [f"0{FIXED}nuit", f"1{FIXED}nuit", f"2{FIXED}nuits"]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Oui ! « Non » ; 5 % : fin ?", f"Oui{NARROW}! «{NARROW}Non{NARROW}»{NARROW}; 5{NARROW}%{FIXED}: fin{NARROW}?"),
        ("l'hôte", "l’hôte"),
        ("o'neil@exemple.fr, l'autre", "o'neil@exemple.fr, l’autre"),
        ("n° 3, 12 €, 9 h, 04 75", f"n°{FIXED}3, 12{FIXED}€, 9{FIXED}h, 04{FIXED}75"),
        ("9 hommes, 15:30", "9 hommes, 15:30"),
    ],
)
def test_signs_and_units_stay_with_their_word(typed: str, set_: str) -> None:
    assert french.typeset(typed) == set_
