"""`make bench`: the same jobs side by side, their ratios, `out/bench.json` and `docs/benchmarks.md`."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import machine, place
from bench.availability import availability_job
from bench.commands import http_job
from bench.commits import RunInvalid
from bench.consume import consume_job
from bench.endurance import endurance_job
from bench.environments import ROOT, Peer, find_peer
from bench.first_free_slot import first_free_slot_job
from bench.job import Job, Results, run_alternated
from bench.latency import ISSUED, latency_job
from bench.place import Place
from bench.processes import ProgramFailed
from bench.profiling import profiled
from bench.relay import relay_job
from bench.report import in_markdown, on_screen, write_between_marks
from bench.season import FLOOR, SECONDS, demo_job
from bench.targets import Verdict, judge
from local_servers import LocalServerFailed, LocalServerUnavailable

PAGE = ROOT / "docs/benchmarks.md"
JOBS = ("consume", "relay", "latency", "http", "availability", "first_free_slot", "memory", "demo")
# Told, but no part of bench.json.
TOLD_ONLY = {ISSUED, SECONDS, FLOOR}


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each job makes a run."""

    runs: int
    events: int
    many_events: int
    latency_seconds: int
    http_seconds: int
    questions: int


FULL = Size(runs=3, events=10_000, many_events=200_000, latency_seconds=10, http_seconds=5, questions=400)
SMOKE = Size(runs=1, events=1_500, many_events=5_000, latency_seconds=2, http_seconds=1, questions=40)


def main() -> int:
    asked = _arguments()
    size = SMOKE if asked.smoke else FULL
    size = replace(size, runs=asked.runs or size.runs, events=asked.events or size.events)
    load_before = machine.load_now()
    nameko, faststream = (_peer(name, asked) for name in ("nameko", "faststream"))
    try:
        with place.opened(asked.out / "bench") as here:
            described = [*machine.description(here), ("charge avant", str(load_before))]
            for what, said in described:
                _say(f"{what:<14} {said}")
            results = run_alternated(_jobs(asked, size, here, nameko, faststream), size.runs, _say)
            if asked.smoke:
                _say(f"\n{profiled(here, size.events)}\n\nEssai court : ces chiffres ne disent rien de la vitesse.")
    except (RunInvalid, ProgramFailed, LocalServerFailed, LocalServerUnavailable) as error:
        print(f"Mesure sans valeur : {error}", file=sys.stderr)
        return 1
    is_whole = set(asked.only) == set(JOBS)
    if is_whole:
        _write(asked.out / "bench.json", results)
    if asked.smoke:
        return 0
    for line in on_screen(results):
        _say(line)
    if is_whole and not load_before.is_busy:
        write_between_marks(PAGE, "mesures", in_markdown(results, described, datetime.now(UTC).date(), size.runs))
    return int(any(judged.verdict is Verdict.BROKEN for judged in judge(results)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Mesure Maillage à côté de ce qu'on prendrait."
    )
    parser.add_argument("--only", action="append", choices=JOBS, help="une seule de ces mesures (répétable)")
    parser.add_argument("--smoke", action="store_true", help="essai court : tout marche-t-il ? aucun seuil")
    parser.add_argument("--no-peers", action="store_true", help="sans les pairs, même construits")
    parser.add_argument("--events", type=int, help="événements par essai, pour la lecture et le relais")
    parser.add_argument("--runs", type=int, help="essais de chaque mesure")
    parser.add_argument("--out", type=Path, default=ROOT / "out", help="où écrire bench.json, journaux et serveurs")
    asked = parser.parse_args()
    asked.only = asked.only or list(JOBS)
    return asked


def _peer(name: str, asked: argparse.Namespace) -> Peer:
    peer = find_peer(name, may_build=not (asked.smoke or asked.no_peers))
    return replace(peer, missing="laissé de côté (--no-peers)") if asked.no_peers else peer


def _jobs(asked: argparse.Namespace, size: Size, here: Place, nameko: Peer, faststream: Peer) -> list[Job]:
    not_now = "trop long pour un essai court" if asked.smoke else None
    made: dict[str, Callable[[], Job]] = {
        "consume": lambda: consume_job(here, size.events, nameko, faststream),
        "relay": lambda: relay_job(here, size.events, nameko),
        "latency": lambda: latency_job(here, size.latency_seconds),
        "http": lambda: http_job(here, size.http_seconds),
        "availability": lambda: availability_job(here, size.questions),
        "first_free_slot": lambda: first_free_slot_job(here, size.questions),
        "memory": lambda: endurance_job(here, size.many_events),
        "demo": lambda: demo_job(here.folder, not_now),
    }
    return [make() for name, make in made.items() if name in asked.only]


def _write(file: Path, results: Results) -> None:
    document = results.document(leave_out=TOLD_ONLY)
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
