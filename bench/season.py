"""The demonstration's time, as `make demo` runs it once everything is installed."""

import subprocess
import sys
import time
from pathlib import Path

from bench import floors
from bench.commits import RunInvalid
from bench.environments import ROOT
from bench.job import Contestant, Figures, Job

SECONDS, FLOOR = ("demo", "seconds"), ("demo", "floor_seconds")


def demo_job(folder: Path, missing: str | None) -> Job:
    def measure() -> Figures:
        command = [sys.executable, "-m", "maillage", "demo", "--out", str(folder / "demo")]
        floor = floors.work()
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RunInvalid(done.stdout[-500:] + done.stderr[-500:])
        return {SECONDS: time.perf_counter() - started, FLOOR: floor}

    contestant = Contestant("maillage", (SECONDS, FLOOR), measure, missing)
    return Job("Démonstration : la saison de Romans, profil embarqué", [contestant])
