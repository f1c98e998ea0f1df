"""What an antenna's file may say to its permanence."""

from datetime import date
from typing import Any

import pytest

from permanence.parameters import COMMUNE_TOLD_FROM, commune_told_from, faults


def test_without_a_word_from_the_antenna_a_commune_is_told_from_two_thousand_inhabitants() -> None:
    assert commune_told_from({}) == COMMUNE_TOLD_FROM == 2_000


def test_the_antenna_chooses_the_threshold() -> None:
    assert commune_told_from({"commune_told_from_inhabitants": 500}) == 500


@pytest.mark.parametrize("inhabitants", [0, 1, 2_000, 100_000])
def test_a_number_of_inhabitants_is_accepted(inhabitants: int) -> None:
    assert list(faults({"commune_told_from_inhabitants": inhabitants})) == []


@pytest.mark.parametrize("inhabitants", [-1, 2_000.0, "2000", True, None, [2_000]])
def test_what_is_no_number_of_inhabitants_is_told(inhabitants: Any) -> None:
    (fault,) = faults({"commune_told_from_inhabitants": inhabitants})
    assert "commune_told_from_inhabitants" in fault


def test_the_opening_is_the_chassis_s_to_check() -> None:
    assert list(faults({"opened_on": date(2023, 9, 4)})) == []


def test_every_unknown_name_is_told() -> None:
    told = list(faults({"commune_told": 1, "treshold": 2}))
    assert [name for name in ("commune_told", "treshold") if any(name in fault for fault in told)] == [
        "commune_told",
        "treshold",
    ]
    assert len(told) == 2
