"""Codes name houses, sites, rooms, parties."""

import pytest

from kernel.code import checked_code
from support.refusals import Refused


@pytest.mark.parametrize("code", ["ab", "maison-2", "a" * 63])
def test_places_and_parties_are_named_by_short_codes(code: str) -> None:
    assert checked_code(code, Refused) == code


@pytest.mark.parametrize(
    "code", ["", "a", "a" * 64, "Maison", "2-rue", "maison des internes", "maison_2", "école", "maison\n", "-maison"]
)
def test_nothing_is_named_by_anything_else(code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_code(code, Refused)
    assert refused.value.field == "asked"
    with pytest.raises(Refused) as refused:
        checked_code(code, Refused, "parties")
    assert refused.value.field == "parties"
