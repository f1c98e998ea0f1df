"""Versions are in force from a day to the day before another."""

from dataclasses import dataclass
from datetime import date

import pytest

from kernel.dated import ended, following, in_force, in_order, latest_on, overlap, version_on


@dataclass(frozen=True, slots=True)
class Version:
    starts_on: date
    ends_on: date | None = None


def of(first: int, end: int | None = None) -> Version:
    return Version(date(2024, 1, first), None if end is None else date(2024, 1, end))


@pytest.mark.parametrize(("day", "is_in_force"), [(9, False), (10, True), (19, True), (20, False)])
def test_a_version_holds_on_its_first_day_and_not_on_the_day_of_its_end(day: int, is_in_force: bool) -> None:
    assert in_force(of(10, 20), date(2024, 1, day)) is is_in_force
    assert version_on([of(10, 20)], date(2024, 1, day)) == (of(10, 20) if is_in_force else None)


def test_a_version_without_end_holds_for_ever() -> None:
    assert in_force(of(10), date(2199, 12, 31))
    assert version_on([of(1, 10), of(10)], date(2024, 1, 10)) == of(10)


def test_where_versions_only_begin_the_latest_that_has_begun_holds() -> None:
    versions = [of(20), of(5), of(10)]
    assert [latest_on(versions, date(2024, 1, day)) for day in (4, 5, 19, 31)] == [None, of(5), of(10), of(20)]


def test_versions_follow_each_other_by_their_first_days() -> None:
    assert in_order([of(20), of(5)]) == [of(5), of(20)]
    assert list(following([of(20), of(5, 10), of(10, 20)])) == [(of(5, 10), of(10, 20)), (of(10, 20), of(20))]


@pytest.mark.parametrize(
    ("one", "other", "shares_a_day"),
    [
        (of(1, 10), of(10, 20), False),
        (of(1, 11), of(10, 20), True),
        (of(1), of(10, 20), True),
        (of(20), of(10, 20), False),
        (of(1), of(2), True),
        (of(5, 6), of(1, 30), True),
    ],
)
def test_two_versions_overlap_when_both_hold_on_a_day(one: Version, other: Version, shares_a_day: bool) -> None:
    assert overlap(one, other) is overlap(other, one) is shares_a_day


def test_only_what_had_no_end_ends_when_something_else_begins() -> None:
    assert ended(of(1), date(2024, 1, 10)) == of(1, 10)
    assert ended(of(1, 20), date(2024, 1, 10)) == of(1, 20)
    assert ended(of(10), date(2024, 1, 10)) == of(10), "what begins that day is not before it"
