"""Amounts as files write them: cents in euros with a comma, and back."""

import pytest

from housing.domain.money.amounts import in_cents, in_euros


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
