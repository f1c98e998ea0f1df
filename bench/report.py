"""The report: what was measured, on the screen and between the marks of `docs/benchmarks.md`."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bench.job import Key, Results
from bench.targets import Judged, Verdict, judge, number

NAMES: dict[Key, str] = {
    ("consume", "maillage"): "lecture, Maillage (événements/s)",
    ("consume", "nameko"): "lecture, nameko + SQLAlchemy (événements/s)",
    ("consume", "faststream"): "lecture, FastStream + SQLAlchemy async (événements/s)",
    ("consume", "floor"): "lecture, plancher (événements/s)",
    ("relay", "maillage"): "relais, Maillage (événements/s)",
    ("relay", "nameko"): "relais, dispatcher de nameko (événements/s)",
    ("relay", "floor"): "relais, plancher (événements/s)",
    ("latency", "p50_ms"): "du commit à l'effet, médiane (ms)",
    ("latency", "p99_ms"): "du commit à l'effet, p99 (ms)",
    ("latency", "floor_p99_ms"): "plancher du délai : commit, envoi confirmé, réception, commit, p99 (ms)",
    ("latency", "issued_per_s"): "commandes émises pendant cette mesure (commandes/s)",
    ("http", "commands_per_s"): "HTTP (commandes/s)",
    ("http", "p99_ms"): "HTTP, p99 (ms)",
    ("availability", "p95_ms"): "chambres libres dans 50 maisons, p95 (ms)",
    ("availability", "floor_p95_ms"): "plancher : les mêmes requêtes SQL, nues, p95 (ms)",
    ("first_free_slot", "p95_ms"): "premier créneau libre de 12 praticiens sur 8 semaines, p95 (ms)",
    ("first_free_slot", "floor_p95_ms"): "plancher : les mêmes requêtes SQL, nues, p95 (ms)",
    ("memory", "worker_mb"): "mémoire d'un lecteur, au plus haut (Mo)",
    ("growth", "ratio"): "coût des derniers événements sur celui des premiers",
    ("demo", "seconds"): "démonstration (s)",
    ("demo", "floor_seconds"): "plancher : un calcul fixe sur un cœur (s)",
}


class MarkMissing(Exception):
    """The page has no place for what is generated."""


def on_screen(results: Results) -> Iterator[str]:
    yield ""
    for judged in judge(results):
        yield f"{judged.text:<32} {judged.found:>8}   ({judged.wanted}) : {judged.verdict}"


def in_markdown(results: Results, machine: Sequence[tuple[str, str]], day: date, runs: int) -> str:
    """The generated part of the page: no figure whose runs disagree is published."""
    described = [*machine, ("date", day.strftime("%d/%m/%Y")), ("essais", f"{runs}, alternés")]
    return "\n\n".join(
        [
            table(("machine", ""), described),
            table(("mesure", "médiane", "min – max"), [_row(key, results) for key in NAMES]),
            table(("promesse", "obtenu", "voulu", ""), [_told(judged) for judged in judge(results)]),
        ]
    )


def _row(key: Key, results: Results) -> tuple[str, str, str]:
    series = results.measured.get(key)
    if series is None:
        return NAMES[key], "–", f"pas mesuré : {results.missing.get(key, 'pas demandé')}"
    if not series.is_sure:
        return NAMES[key], "–", f"pas publié : {len(series.values)} essais, écart {series.spread:.0%}"
    return NAMES[key], number(series.median), f"{number(series.low)} – {number(series.high)}"


def _told(judged: Judged) -> tuple[str, str, str, str]:
    found = "–" if judged.verdict is Verdict.UNSURE else judged.found
    return judged.text, found, judged.wanted, judged.verdict.value


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """In Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_between_marks(page: Path, mark: str, text: str) -> None:
    """Replaces what stands between `<!-- mark -->` and `<!-- /mark -->`."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise MarkMissing(f"{page} n'a pas de ligne {begin} suivie d'une ligne {end}")
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
