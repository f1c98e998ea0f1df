"""The bench, cut short: every job is done and checked, and its figures have the shape that others read."""

import json
import subprocess
import sys
from pathlib import Path

from support import pace
from support.journals import JOURNALS

ROOT = Path(__file__).resolve().parents[2]
SHAPE = {
    "consume": {"maillage", "nameko", "faststream", "floor"},
    "relay": {"maillage", "nameko", "floor"},
    "latency": {"p50_ms", "p99_ms", "floor_p99_ms"},
    "http": {"commands_per_s", "p99_ms"},
    "memory": {"worker_mb"},
    "growth": {"ratio"},
    "availability": {"p95_ms", "floor_p95_ms"},
    "first_free_slot": {"p95_ms", "floor_p95_ms"},
}
PEERS = {("consume", "nameko"), ("consume", "faststream"), ("relay", "nameko")}


def bench(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", "--out", str(out), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=pace.patience(60))
    JOURNALS.said(done.stderr)
    for log in (*out.rglob("*.bench.log"), *out.rglob("http.log")):
        JOURNALS.said(log.read_text(encoding="utf-8"), for_people=False)
    return done


def test_a_short_bench_measures_everything_but_the_peers_and_says_why_not_them(tmp_path: Path) -> None:
    page = (ROOT / "docs/benchmarks.md").read_bytes()
    result = bench(tmp_path, "--smoke", "--no-peers")
    assert result.returncode == 0, result.stdout + result.stderr
    figures = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert {section: set(names) for section, names in figures.items()} == SHAPE
    for section, names in figures.items():
        for name, value in names.items():
            assert value is None if (section, name) in PEERS else value > 0, (section, name)
    assert "faststream  pas mesuré : laissé de côté (--no-peers)" in result.stdout
    assert "| vérifier l'enveloppe |" in result.stdout
    assert (ROOT / "docs/benchmarks.md").read_bytes() == page
