"""Public holidays are those of the commune."""

from datetime import date

import pytest

from kernel.holiday import holiday_on


@pytest.mark.parametrize(
    ("commune", "day", "is_holiday"),
    [
        ("26281", date(2024, 7, 14), True),
        ("26281", date(2024, 7, 15), False),
        ("26281", date(2024, 12, 26), False),
        ("67482", date(2024, 12, 26), True),
        ("57463", date(2024, 3, 29), True),
        ("97411", date(2024, 12, 20), True),
        ("26281", date(2024, 12, 20), False),
    ],
)
def test_some_parts_of_france_have_more_holidays_than_others(commune: str, day: date, is_holiday: bool) -> None:
    assert (holiday_on(commune, day) is not None) is is_holiday


def test_a_holiday_has_its_french_name() -> None:
    assert holiday_on("26281", date(2024, 7, 14)) == "Fête nationale"
