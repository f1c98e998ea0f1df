"""The patience of tests: it begins anew with progress, ends when there is none, and is longer on a slower machine."""

import time
from itertools import count

import pytest

from support import pace
from support.processes import eventually


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_HANGS_AFTER", 0.1)
    monkeypatch.setattr(pace, "_speed", pace._Speed(slowness=1.0))


def on_a_machine(monkeypatch: pytest.MonkeyPatch, slowness: float) -> None:
    monkeypatch.setattr(pace, "_seconds_of_work", lambda: slowness * pace._REFERENCE)


def test_a_wait_ends_once_nothing_moves_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_machine(monkeypatch, 1)
    with pytest.raises(AssertionError, match="still 0"):
        eventually(lambda: 0)


def test_a_wait_goes_on_while_what_is_seen_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_machine(monkeypatch, 1)
    began, looks = time.monotonic(), count()
    eventually(lambda: next(looks), lambda _: time.monotonic() - began > 2 * pace._HANGS_AFTER)


def test_what_changes_for_ever_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_machine(monkeypatch, 1)
    looks = count()
    with pytest.raises(AssertionError, match="still"):
        eventually(lambda: next(looks), lambda _: False)


def test_before_it_ends_a_wait_measures_the_machine_and_goes_on_where_it_has_become_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_a_machine(monkeypatch, 4)
    began = time.monotonic()
    eventually(lambda: time.monotonic() - began > 2 * pace._HANGS_AFTER)


def test_bounds_grow_with_the_slowest_that_was_measured_and_never_shrink(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_machine(monkeypatch, 3)
    assert pace.at_most(2) == pytest.approx(3 * 2 * pace._MARGIN)
    assert pace.patience(40) == pytest.approx(3 * 40 * pace._MARGIN)
    on_a_machine(monkeypatch, 0.5)
    assert pace.at_most(2) == pytest.approx(3 * 2 * pace._MARGIN)


def test_a_machine_is_measured_by_real_work() -> None:
    assert pace._seconds_of_work() > 0.01
