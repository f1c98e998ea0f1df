"""What an owner counts is written and read alike; what is not that is refused, whatever it is."""

import json
from typing import Any
from uuid import UUID

import pytest

from contracts.permanence.counts import Row, RowsUnreadable, read_rows, write_rows

COUNT, OTHER = UUID(int=1, version=4), UUID(int=2, version=4)
ROWS = (Row("all", "", 214, 900, 1285), Row("commune", "26281", 3, 17, 17), Row("days", "12", 0, 1, 1))


def test_rows_are_read_as_they_were_written() -> None:
    assert read_rows(COUNT, write_rows(COUNT, ROWS)) == ROWS


def test_rows_of_another_event_are_not_read_in_its_place() -> None:
    with pytest.raises(RowsUnreadable):
        read_rows(OTHER, write_rows(COUNT, ROWS))


@pytest.mark.parametrize(
    "rows",
    [
        [["all", "", -1, 0, 0]],
        [["all", "", 1.5, 0, 0]],
        [["all", "", True, 0, 0]],
        [["all", "", 1, 2]],
        [["disease", "", 1, 2, 3]],
        [["commune", "x" * 64, 1, 2, 3]],
        [["commune", 26281, 1, 2, 3]],
        ["all"],
        7,
    ],
)
def test_what_is_no_list_of_counts_is_refused(rows: Any) -> None:
    with pytest.raises(RowsUnreadable):
        read_rows(COUNT, json.dumps({"count_id": str(COUNT), "rows": rows}).encode())


@pytest.mark.parametrize("clear", [b"", b"[]", b"null", b"\xff", b"[" * 100_000], ids=range(5))
def test_what_is_no_such_document_is_refused(clear: bytes) -> None:
    with pytest.raises(RowsUnreadable):
        read_rows(COUNT, clear)
