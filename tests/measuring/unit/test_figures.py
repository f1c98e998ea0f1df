"""What the bench makes of its measurements: medians, rates, verdicts, and whom a microsecond is charged to."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from bench.commits import Commit, RunInvalid, growth, rate
from bench.job import Contestant, Job, Results, Series, run_alternated
from bench.machine import Load
from bench.percentiles import percentile
from bench.report import MarkMissing, in_markdown, write_between_marks
from bench.stages import Stages
from bench.targets import TARGETS, AtMostTimes, Verdict, judge, number

OURS, NAMEKO = ("consume", "maillage"), ("consume", "nameko")


def verdict(results: Results, text: str) -> Verdict:
    return next(judged.verdict for judged in judge(results) if judged.text == text)


def results(**series: tuple[float, ...]) -> Results:
    """Figures by `section__name`."""
    return Results({tuple(key.split("__")): Series(values) for key, values in series.items()}, {})  # type: ignore[misc]


def test_contestants_take_turns_and_one_that_is_missing_says_why() -> None:
    turns: list[str] = []

    def contestant(name: str, missing: str | None = None) -> Contestant:
        def run() -> dict[tuple[str, str], float]:
            turns.append(name)
            return {("consume", name): float(len(turns))}

        return Contestant(name, (("consume", name),), run, missing)

    said: list[str] = []
    job = Job("Lecture", [contestant("maillage"), contestant("nameko"), contestant("faststream", "pas de réseau")])
    found = run_alternated([job], 3, said.append)
    assert turns == ["maillage", "nameko"] * 3
    assert found.measured[OURS].values == (1, 3, 5)
    assert found.document(leave_out=set()) == {"consume": {"maillage": 3, "nameko": 4, "faststream": None}}
    assert any("pas mesuré : pas de réseau" in line for line in said)


def test_a_figure_that_is_only_told_is_left_out_of_the_document() -> None:
    assert results(demo__seconds=(1, 2, 3)).document(leave_out={("demo", "seconds")}) == {}


@pytest.mark.parametrize(
    ("ours", "nameko", "expected"),
    [
        ((5200, 5000, 5100), (500, 505, 510), Verdict.KEPT),
        ((4900, 5000, 4950), (500, 505, 510), Verdict.BROKEN),
        ((9000, 5000, 8000), (500, 505, 510), Verdict.UNSURE),
        ((9000, 9100, 9200), (500, 305, 510), Verdict.UNSURE),
        ((9000,), (500,), Verdict.UNSURE),
    ],
)
def test_a_ratio_is_sure_only_when_the_runs_of_both_agree(
    ours: tuple[float, ...], nameko: tuple[float, ...], expected: Verdict
) -> None:
    assert verdict(results(consume__maillage=ours, consume__nameko=nameko), "lecture / nameko") is expected


def test_a_ratio_to_what_was_not_measured_is_unknown() -> None:
    assert verdict(results(consume__maillage=(1, 1, 1)), "lecture / nameko") is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        ((10, 30, 50), Verdict.KEPT),
        ((10, 30, 70), Verdict.UNSURE),
        ((71, 72, 76), Verdict.BROKEN),
        ((55, 72, 90), Verdict.UNSURE),
    ],
)
def test_a_multiple_of_a_floor_is_kept_when_every_run_keeps_it(
    milliseconds: tuple[float, ...], expected: Verdict
) -> None:
    target = next(one for one in TARGETS if isinstance(one, AtMostTimes) and one.figure == ("latency", "p99_ms"))
    floor = tuple(base / target.times for base in (58, 60, 70))
    found = results(latency__p99_ms=milliseconds, latency__floor_p99_ms=floor)
    assert verdict(found, target.text) is expected


@pytest.mark.parametrize(
    ("megabytes", "expected"),
    [
        ((100, 130, 150), Verdict.KEPT),
        ((100, 130, 151), Verdict.UNSURE),
        ((151, 152, 156), Verdict.BROKEN),
    ],
)
def test_a_limit_is_kept_when_every_run_keeps_it(megabytes: tuple[float, ...], expected: Verdict) -> None:
    assert verdict(results(memory__worker_mb=megabytes), "mémoire d'un lecteur (Mo)") is expected


def test_no_figure_whose_runs_disagree_is_published() -> None:
    found = results(consume__maillage=(5200, 5000, 5100), consume__nameko=(500, 305, 510))
    page = in_markdown(found, [("processeur", "un")], date(2026, 11, 30), 3).splitlines()
    assert "| lecture, Maillage (événements/s) | 5\u202f100 | 5\u202f000 – 5\u202f200 |" in page
    assert "| lecture, nameko + SQLAlchemy (événements/s) | – | pas publié : 3 essais, écart 41% |" in page
    assert "| lecture / nameko | – | au moins 10 × | incertain |" in page


def test_a_machine_where_something_else_runs_is_called_busy() -> None:
    cores = os.cpu_count() or 1
    assert not Load(0.1 * cores).is_busy
    assert Load(0.9 * cores).is_busy
    assert "ne sont pas publiés" in str(Load(0.9 * cores))


def test_a_rate_counts_from_the_first_commit_on() -> None:
    assert rate([Commit(10.0, 7), Commit(10.5, 100), Commit(11.0, 100)]) == 200


def test_one_commit_alone_has_no_rate() -> None:
    with pytest.raises(RunInvalid):
        rate([Commit(10.0, 7)])


def test_growth_compares_the_last_rows_with_the_first() -> None:
    times = (0, 1, 2, 3, 5, 7, 9)
    assert growth([Commit(at, 10) for at in times], 30) == 2
    assert growth([Commit(at, 10) for at in range(7)], 30) == 1


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([3, 1, 2, 4], 50) == 2
    assert percentile(list(range(1, 101)), 99) == 99
    assert percentile([5], 99) == 5


def test_numbers_are_written_as_in_french() -> None:
    assert [number(value) for value in (12345.6, 999.4, 12.34, 0.4)] == ["12\u202f346", "999", "12,3", "0,4"]


def test_a_stage_is_not_charged_with_what_it_calls() -> None:
    class Work:
        def outer(self) -> str:
            time.sleep(0.01)
            return self.inner()

        def inner(self) -> str:
            time.sleep(0.03)
            return "done"

    plain, stages, work = Work.outer, Stages(), Work()
    with stages.restored():
        stages.wrap(Work, "outer", "outer")
        stages.wrap(Work, "inner", lambda asked: type(asked).__name__)
        with stages.stage("all"):
            assert work.outer() == "done"
    assert Work.outer is plain
    assert stages.seconds["all"] < stages.seconds["outer"] < stages.seconds["Work"]


def test_only_what_is_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Avant.\n<!-- mesures -->\nvieux\n<!-- /mesures -->\nAprès.\n", encoding="utf-8")
    write_between_marks(page, "mesures", "neuf")
    assert page.read_text(encoding="utf-8") == "Avant.\n<!-- mesures -->\n\nneuf\n\n<!-- /mesures -->\nAprès.\n"
    with pytest.raises(MarkMissing, match="profil"):
        write_between_marks(page, "profil", "neuf")
