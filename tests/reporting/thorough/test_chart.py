"""The chart: what it says is text, what it draws is to scale, and the same numbers draw the same bytes."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest

from reporting.bulletin import Month, months
from reporting.chart import bars_by_month
from reporting.figure import Value

SVG = "{http://www.w3.org/2000/svg}"


SEPTEMBER, JANUARY = Month(2023, 9), Month(2024, 1)


def drawn(
    counts: Sequence[Value], first: Month = SEPTEMBER, title: str = "Consultations", name: str = "chart", top: int = 0
) -> str:
    last = first
    for _ in counts[1:]:
        last = last.next()
    pairs = list(zip(months(first, last), counts, strict=True))
    return bars_by_month(pairs, name=name, title=title, description="Diagramme en barres.", top=top or None)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def bars(svg: str) -> list[dict[str, float]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")  # noqa: S314 - our own drawing
    return [{side: float(length) for side, length in bar.items() if side != "fill"} for bar in found]


def scale(svg: str) -> list[str]:
    group = re.search(r'<g[^>]*text-anchor="end"[^>]*>(.*?)</g>', svg, re.DOTALL)
    assert group is not None
    return re.findall(">([^<]+)</text>", group[1])


def test_the_same_numbers_draw_the_same_bytes() -> None:
    assert drawn([3, 1, 0]) == drawn([3, 1, 0])
    assert drawn([3, 1, 0]) != drawn([3, 1, 1])


@pytest.mark.parametrize("counts", [[3, 1], [7, None, 0, 11], [1 / 3] * 7, list(range(60))])
def test_no_length_is_written_longer_than_one_decimal(counts: list[Value]) -> None:
    lengths = re.findall(r'\b(?:x|y|width|height|d)="([^"]+)"', drawn(counts))
    assert lengths
    assert not re.search(r"\.\d\d|e-|-", " ".join(lengths))


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


def test_nothing_is_fetched_nor_styled_where_a_content_policy_would_forbid_it() -> None:
    svg = drawn([3, 1])
    assert set(re.findall('https?://[^"]+', svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"href|src|url|style", svg)


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


def test_two_charts_of_a_page_share_no_id_and_are_named_by_their_own() -> None:
    ids: list[str] = []
    for name in ("one", "other"):
        svg = drawn([3, 1], name=name)
        own = re.findall(r'\bid="([^"]+)"', svg)
        assert own == [f"{name}-title", f"{name}-description"]
        assert f'aria-labelledby="{" ".join(own)}"' in svg
        ids += own
    assert len(set(ids)) == len(ids)


def test_a_month_that_has_no_rate_has_a_dash_and_no_bar() -> None:
    svg = drawn([None, 93.5, 100.0], top=100)
    assert {"—", "94", "100"} <= set(texts(svg))
    assert len(bars(svg)) == 2


def test_bars_are_to_scale_on_one_base_and_side_by_side() -> None:
    tall, small, last = bars(drawn([400, 100, 200]))
    assert tall["height"] == pytest.approx(4 * small["height"], abs=0.3)
    assert tall["height"] == pytest.approx(2 * last["height"], abs=0.3)
    assert len({round(bar["y"] + bar["height"], 1) for bar in (tall, small, last)}) == 1
    assert small["width"] / (small["x"] - tall["x"]) == pytest.approx(0.72, abs=0.01)


@pytest.mark.parametrize("counts", [[1], [0], [60] * 7, [1336] * 12, [99] * 13, [100] * 34, [4800] * 70])
def test_everything_stands_inside_the_drawing(counts: list[Value]) -> None:
    svg = drawn(counts)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.get("viewBox") == "0 0 400 275"
    assert all(bar["x"] >= 40 and bar["x"] + bar["width"] <= 384 and bar["y"] > 30 for bar in bars(svg))
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        assert 12 <= y <= 270
        assert 30 <= x <= 400 - 3.2 * len(text.text or "")


@pytest.mark.parametrize(
    ("highest", "said"),
    [
        (0, "0 1"),
        (1, "0 1"),
        (5, "0 1 2 3 4 5"),
        (6, "0 2 4 6"),
        (53, "0 20 40"),
        (467, "0 100 200 300 400"),
        (1336, "0 500 1\N{NARROW NO-BREAK SPACE}000"),
    ],
)
def test_gridlines_are_few_whole_and_round(highest: int, said: str) -> None:
    assert scale(drawn([highest, 0])) == said.split(" ")


def test_the_gridlines_of_a_rate_are_the_quarters_of_its_highest_value() -> None:
    assert scale(drawn([12.5, 40.0], top=100)) == ["0", "25", "50", "75", "100"]


def test_numbers_that_would_touch_are_left_to_the_table_but_for_the_last() -> None:
    assert texts(drawn([777] * 12)).count("777") == 12
    assert texts(drawn([777] * 34)).count("777") == 1


def test_a_rate_is_drawn_against_its_highest_value_not_against_the_others() -> None:
    assert bars(drawn([50, 10], top=100))[0] == bars(drawn([50, 90], top=100))[0]
    assert bars(drawn([50, 10]))[0] != bars(drawn([50, 90]))[0]
