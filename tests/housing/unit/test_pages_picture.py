"""The picture of rooms and nights: every night once, places by the calendar, nothing that is not markup of ours."""

import re
from datetime import date
from xml.etree import ElementTree

from housing.domain.stay.period import Period
from housing.pages.picture import HEADER, LANE, WIDTH, Bar, Lane, draw

SHOWN = Period(date(2024, 3, 1), date(2024, 6, 1))
STAY = Bar(
    Period(date(2024, 3, 11), date(2024, 4, 1)), "arrived", ("interne en SASPAS, Grenoble", "SASPAS"), "En cours", "/a"
)
NEXT = Bar(Period(date(2024, 4, 1), date(2024, 4, 3)), "confirmed", ("interne",), "Confirmé")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*lanes: Lane, today: date = date(2024, 3, 20)) -> ElementTree.Element:
    svg = str(draw(lanes, SHOWN, today, "Nuits"))
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own drawing


def bars(svg: ElementTree.Element) -> list[tuple[str, float, float]]:
    found = [group for group in svg.iter(f"{SVG}g") if group.get("class", "").startswith("bar ")]
    rects = [(group.get("class", "").removeprefix("bar "), group.find(f"{SVG}rect")) for group in found]
    return [(look, float(rect.get("x", "")), float(rect.get("width", ""))) for look, rect in rects if rect is not None]


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text") if "words" in text.get("class", "")]


def test_a_lane_tells_every_night_of_the_period_once_taken_or_free() -> None:
    told = Lane("Chambre 1", (NEXT, STAY)).within(SHOWN)
    assert [(period.first.isoformat(), period.nights, bar) for period, bar in told] == [
        ("2024-03-01", 10, None),
        ("2024-03-11", 21, STAY),
        ("2024-04-01", 2, NEXT),
        ("2024-04-03", 59, None),
    ]


def test_a_stay_that_reaches_beyond_the_period_is_cut_to_it() -> None:
    long = Bar(Period(date(2023, 1, 1), date(2025, 1, 1)), "arrived", (), "Long")
    assert Lane("Chambre 1", (long,)).within(SHOWN) == [(SHOWN, long)]
    assert Lane("Chambre 1", ()).within(SHOWN) == [(SHOWN, None)]


def test_bars_stand_where_their_nights_are_and_meet_on_the_day_of_a_change() -> None:
    svg = drawn(Lane("Chambre 1", (STAY, NEXT)))
    night = WIDTH / 92
    (first, x, width), (second, x_next, _) = bars(svg)
    assert (first, second) == ("arrived", "confirmed")
    assert abs(x - 1 - 10 * night) < 0.01
    assert abs(width + 2 - 21 * night) < 0.02
    assert abs((x + width + 1) - (x_next - 1)) < 0.02


def test_the_longest_words_that_fit_are_written_in_a_bar() -> None:
    assert words(drawn(Lane("1", (STAY, NEXT)))) == ["interne en SASPAS, Grenoble"]
    shorter = Bar(Period(date(2024, 3, 11), date(2024, 3, 19)), "held", STAY.texts, "En option")
    assert words(drawn(Lane("1", (shorter,)))) == ["SASPAS"]


def test_the_line_of_today_is_drawn_when_today_is_shown() -> None:
    def lines(today: date) -> int:
        return sum(group.get("class") == "today" for group in drawn(Lane("1", ()), today=today).iter(f"{SVG}g"))

    assert [lines(date(2024, 2, 29)), lines(SHOWN.first), lines(date(2024, 5, 31)), lines(SHOWN.end)] == [0, 1, 1, 0]


def test_a_room_more_is_a_lane_more() -> None:
    assert drawn(Lane("1", ()), Lane("2", ())).get("viewBox") == f"0 0 {WIDTH} {HEADER + 2 * LANE}"


def test_months_are_named_and_weeks_numbered_by_their_monday() -> None:
    texts = [text.text for text in drawn(Lane("1", ())).iter(f"{SVG}text")]
    assert [text for text in texts if text and not text.isdigit()] == [
        "mars\N{NO-BREAK SPACE}2024",
        "avril\N{NO-BREAK SPACE}2024",
        "mai\N{NO-BREAK SPACE}2024",
        "aujourd’hui",
    ]
    assert [text for text in texts if text and text.isdigit()][:3] == ["4", "11", "18"]


def test_what_people_wrote_is_escaped_and_nothing_is_styled_in_line() -> None:
    hostile = Bar(STAY.period, "held", ('<script>"&',), "</title><script>", '"><script>')
    svg = str(draw([Lane("1", (hostile,))], SHOWN, SHOWN.first, '"><script>'))
    assert "<script" not in svg
    assert not re.search(r"\bstyle=|\bon\w+=", svg)


def test_links_are_for_the_pointer_and_stay_out_of_the_keyboards_way() -> None:
    links = list(drawn(Lane("1", (STAY, NEXT))).iter(f"{SVG}a"))
    assert [(link.get("href"), link.get("tabindex")) for link in links] == [("/a", "-1")]
