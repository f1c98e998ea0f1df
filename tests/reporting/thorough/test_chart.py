"""The chart: the same numbers draw the same bytes, and what it says is text."""

import re
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from reporting.bulletin import Month, months
from reporting.chart import bars_by_month

SVG = "{http://www.w3.org/2000/svg}"


SEPTEMBER, JANUARY = Month(2023, 9), Month(2024, 1)


def drawn(counts: list[int], first: Month = SEPTEMBER, title: str = "Consultations") -> str:
    last = first
    for _ in counts[1:]:
        last = last.next()
    pairs = list(zip(months(first, last), counts, strict=True))
    return bars_by_month(pairs, title=title, description="Diagramme en barres.")


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def test_the_same_numbers_draw_the_same_bytes() -> None:
    assert drawn([3, 1, 0]) == drawn([3, 1, 0])
    assert drawn([3, 1, 0]) != drawn([3, 1, 1])


def test_somebodys_own_matplotlib_settings_change_nothing() -> None:
    usual = drawn([3, 1])
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path", "svg.hashsalt": None}):
        assert drawn([3, 1]) == usual


def test_the_drawing_is_named_and_described_for_those_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(drawn([3, 1], title="Consultations & <mois>"))  # noqa: S314 - our own drawing
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [element.text for element in named if element is not None] == [
        "Consultations & <mois>",
        "Diagramme en barres.",
    ]
    assert root.get("aria-labelledby") == " ".join(element.get("id", "") for element in named if element is not None)


def test_letters_stay_text_and_the_last_month_is_told_without_colour() -> None:
    svg = drawn([234, 1336, 0])
    assert {"234", "1\N{NARROW NO-BREAK SPACE}336", "0", "sept.", "oct.", "nov.", "2023", "▼"} <= set(texts(svg))
    assert re.findall("<text[^>]*(?:bold|700)[^>]*>([^<]+)<", svg) == ["0", "nov."]


def test_nothing_is_drawn_at_random_dated_or_fetched() -> None:
    svg = drawn([3, 1])
    assert "<metadata" not in svg
    assert "matplotlib.org" not in svg
    assert not re.search(r'(?:href|src)="(?!#)', svg)


def test_a_year_is_written_once_under_its_first_month() -> None:
    assert [text for text in texts(drawn([5] * 10)) if text.startswith("20")] == ["2023", "2024"]


@pytest.mark.parametrize("count", [1, 12, 13, 34, 60])
def test_many_months_are_named_now_and_then_and_the_last_always(count: int) -> None:
    said = texts(drawn([1000 + n for n in range(count)], first=JANUARY))
    names = [text for text in said if text[0].isalpha()]
    assert 1 <= len(names) <= 12
    assert f"1\N{NARROW NO-BREAK SPACE}{count - 1:03d}" in said


def test_an_antenna_without_any_activity_still_has_a_chart() -> None:
    assert "0" in texts(drawn([0, 0]))
