"""Times of day are minutes since midnight, read and written as people write them."""

import pytest

from kernel.hours import overlap, quarters, read_time, written_time


@pytest.mark.parametrize(
    ("text", "minutes"), [("00:00", 0), ("08:30", 510), ("12:05", 725), ("23:59", 1439), ("24:00", 1440)]
)
def test_a_time_is_written_as_it_was_read(text: str, minutes: int) -> None:
    assert (read_time(text), written_time(minutes)) == (minutes, text)


@pytest.mark.parametrize("text", ["", "8:30", "08h30", "08:60", "24:01", "25:00", "08:30:00", "٠٨:٣٠", " 08:30"])
def test_what_is_no_time_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        read_time(text)


def test_stretches_that_touch_do_not_overlap() -> None:
    assert not overlap(510, 540, 540, 600)
    assert overlap(510, 541, 540, 600)
    assert overlap(540, 600, 550, 560)


def test_a_stretch_touches_every_quarter_that_it_shares_a_minute_with() -> None:
    assert list(quarters(510, 540)) == [34, 35]
    assert list(quarters(509, 541)) == [33, 34, 35, 36]
