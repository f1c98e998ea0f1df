"""French writing on the papers."""

from datetime import date

import pytest

from housing.papers import french

NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def test_amounts_have_their_cents_in_tables_and_none_for_nothing_in_sentences() -> None:
    assert french.amount(123_456_705) == f"1{NARROW}234{NARROW}567,05{FIXED}€"
    assert french.amount(-5) == f"−0,05{FIXED}€"
    assert french.price(15_000) == f"150{FIXED}€"
    assert french.price(1_250) == f"12,50{FIXED}€"
    assert french.price(100_000) == f"1{NARROW}000{FIXED}€"


def test_days_and_months_are_written_in_words() -> None:
    assert french.day(date(2018, 12, 1)) == f"1er{FIXED}décembre{FIXED}2018"
    assert french.weekday(date(2025, 11, 3)) == f"lundi 3{FIXED}novembre{FIXED}2025"
    assert french.short_day(date(2025, 1, 3)) == "03/01/2025"
    assert [french.of_month(date(2024, month, 1)).split(FIXED)[0] for month in (4, 8, 10, 11)] == [
        "d’avril",
        "d’août",
        "d’octobre",
        "de novembre",
    ]


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
