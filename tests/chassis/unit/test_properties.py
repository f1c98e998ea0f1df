"""How often a message came back, as brokers of both generations say it, and as a forger may."""

from typing import Any

import pytest

from chassis.bus import properties

UNTIL_4_2 = {"x-delivery-count": 3}
# Three times to a reader: two were too slow to acknowledge it, one died.
FROM_4_3 = {"x-delivery-count": 1, "x-acquired-count": 3}


@pytest.mark.parametrize("headers", [UNTIL_4_2, FROM_4_3, {"x-acquired-count": 3}])
def test_a_return_is_counted_whichever_header_tells_it(headers: dict[str, Any]) -> None:
    assert properties.returns(headers) == 3


@pytest.mark.parametrize("headers", [None, {}, {"x-other": 3}])
def test_what_was_never_delivered_before_has_not_come_back(headers: dict[str, Any] | None) -> None:
    assert properties.returns(headers) == 0


@pytest.mark.parametrize("forged", ["3", b"3", None, 3.5, [3], {"a": 3}])
def test_what_is_no_number_counts_for_nothing_and_hides_nothing(forged: Any) -> None:
    assert properties.returns({"x-delivery-count": forged}) == 0
    assert properties.returns({"x-acquired-count": forged, "x-delivery-count": 2}) == 2
    assert properties.returns({"x-delivery-count": forged, "x-acquired-count": 2}) == 2
