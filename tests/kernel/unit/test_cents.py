"""Cents: rounded one way, written in euros with a comma, and read back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.cents import half_up, in_cents, in_euros


@pytest.mark.parametrize(
    ("part", "among", "rounded"), [(5, 10, 1), (4, 10, 0), (7, 2, 4), (-5, 10, 0), (-6, 10, -1), (0, 3, 0)]
)
def test_a_half_goes_up(part: int, among: int, rounded: int) -> None:
    assert half_up(part, among) == half_up(Fraction(part, among)) == rounded


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_what_is_rounded_is_less_than_a_half_away_or_a_half_above(part: int, among: int) -> None:
    assert Fraction(-1, 2) < Fraction(half_up(part, among)) - Fraction(part, among) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("cents", "euros"), [(0, "0,00"), (5, "0,05"), (-5, "-0,05"), (150_00, "150,00"), (-1_234_50, "-1234,50")]
)
def test_an_amount_is_written_with_a_comma_and_read_back(cents: int, euros: str) -> None:
    assert in_euros(cents) == euros
    assert in_cents(euros) == cents


@pytest.mark.parametrize(
    "written", ["", "150", "150.00", "150,0", "150,000", "1 150,00", "+1,00", "١٥٠,٠٠", ",50", "1,00\n"]
)
def test_an_amount_written_otherwise_is_not_read(written: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        in_cents(written)
