"""Civil months: how they are written, ordered and walked."""

from datetime import date

import pytest

from reporting.bulletin import Month, months
from reporting.figure import Days


def test_a_month_is_written_as_it_is_read() -> None:
    assert str(Month.parse("2024-06")) == "2024-06"
    assert Month.parse("2024-06") == Month(2024, 6)


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-6", "juin 2024", "2024-06-01", ""])
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


def test_a_month_ends_where_the_next_one_starts() -> None:
    assert Month(2024, 2).start == date(2024, 2, 1)
    assert Month(2024, 2).end == date(2024, 3, 1)
    assert Month(2023, 12).end == date(2024, 1, 1)


def test_the_first_and_last_days_of_a_month_belong_to_it() -> None:
    assert Month.of(date(2024, 2, 1)) == Month.of(date(2024, 2, 29)) == Month(2024, 2)


def test_months_are_walked_over_the_turn_of_the_year_both_ends_included() -> None:
    walked = [str(month) for month in months(Month(2023, 11), Month(2024, 2))]
    assert walked == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_one_month_is_a_walk_of_one_and_a_walk_backwards_is_empty() -> None:
    assert list(months(Month(2024, 6), Month(2024, 6))) == [Month(2024, 6)]
    assert list(months(Month(2024, 6), Month(2024, 5))) == []


@pytest.mark.parametrize(
    ("end", "quarter_end", "last_month", "last_12_months"),
    [
        (date(2024, 6, 1), date(2024, 9, 1), date(2024, 5, 1), date(2023, 6, 1)),
        (date(2024, 10, 1), date(2025, 1, 1), date(2024, 9, 1), date(2023, 10, 1)),
        (date(2024, 1, 1), date(2024, 4, 1), date(2023, 12, 1), date(2023, 1, 1)),
        (date(2023, 11, 30), date(2024, 2, 29), date(2023, 10, 30), date(2022, 11, 30)),
    ],
)
def test_the_next_quarter_starts_and_the_last_month_and_twelve_months_stop_at_the_end(
    end: date, quarter_end: date, last_month: date, last_12_months: date
) -> None:
    assert Days(date(2023, 9, 1), end).told == {
        "start": date(2023, 9, 1),
        "end": end,
        "quarter_end": quarter_end,
        "last_month": last_month,
        "last_12_months": last_12_months,
    }
