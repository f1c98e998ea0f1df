"""One box to find somebody: what is understood of what people type, and how days and phones are written."""

from datetime import date

import pytest

from permanence.pages.sought import NotADay, Sought, understood

BIRTH = date(1950, 3, 12)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Durand", Sought("Durand", None, None)),
        ("  jeanne   durand ", Sought("jeanne durand", None, None)),
        ("12/03/1950", Sought(None, BIRTH, None)),
        ("12.3.1950", Sought(None, BIRTH, None)),
        ("12 03 1950", Sought(None, BIRTH, None)),
        ("12031950", Sought(None, BIRTH, None)),
        ("1950-03-12", Sought(None, BIRTH, None)),
        ("06 99 00 12 34", Sought(None, None, "06 99 00 12 34")),
        ("0699001234", Sought(None, None, "0699001234")),
        ("+33 6 99 00 12 34", Sought(None, None, "+33 6 99 00 12 34")),
        ("Durand 12/03/1950", Sought("Durand", BIRTH, None)),
        ("Durand, 12/03/1950, 06.99.00.12.34", Sought("Durand", BIRTH, "06.99.00.12.34")),
        ("d’Été-Martin", Sought("d’Été-Martin", None, None)),
        ("42", Sought(None, None, None)),
        ("…", Sought(None, None, None)),
    ],
)
def test_a_name_a_birth_date_and_a_phone_are_told_apart(typed: str, expected: Sought) -> None:
    assert understood(typed) == expected


@pytest.mark.parametrize("typed", ["31/02/1950", "1950-13-01", "Durand 00/01/1950"])
def test_a_date_that_does_not_exist_is_said_and_not_searched_as_something_else(typed: str) -> None:
    with pytest.raises(NotADay):
        understood(typed)
