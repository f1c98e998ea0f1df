"""How many faults of each kind one run injects, where its verdicts go, and the seed that replays it."""

import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "out" / "faults.d"
# What the negative control is seen to lose and repeat: never among the promises.
CONTROL_FOLDER = ROOT / "out" / "faults-control.d"
IS_LONG = os.environ.get("MAILLAGE_FAULTS", "short") == "long"


@dataclass(frozen=True, slots=True)
class Budget:
    """Counts of kills, and seconds that a fault of duration lasts."""

    broker_kills: int
    service_kills: int
    database_kills: int
    leader_kills: int
    suspects: int
    events_while_down: int
    events_while_restarting: int
    broker_outage: float
    black_hole: float
    memory_alarm: float
    frozen: float
    long_statement: float
    antenna_cut: float
    contested_events: int
    shuffled_sequences: int
    fuzzed_bodies: int


SHORT = Budget(
    broker_kills=4,
    service_kills=10,
    database_kills=3,
    leader_kills=3,
    suspects=300,
    events_while_down=1_000,
    events_while_restarting=300,
    broker_outage=15,
    black_hole=20,
    memory_alarm=15,
    frozen=9,
    long_statement=5,
    antenna_cut=15,
    contested_events=10_000,
    shuffled_sequences=1_000,
    fuzzed_bodies=5_000,
)
LONG = Budget(
    broker_kills=200,
    service_kills=300,
    database_kills=100,
    leader_kills=50,
    suspects=300,
    events_while_down=1_000,
    events_while_restarting=300,
    broker_outage=60,
    black_hole=120,
    memory_alarm=60,
    frozen=75,
    long_statement=60,
    antenna_cut=60,
    contested_events=10_000,
    shuffled_sequences=1_000,
    fuzzed_bodies=100_000,
)
BUDGET = LONG if IS_LONG else SHORT


def a_seed(name: str) -> int:
    """The seed of one test, printed; `MAILLAGE_FAULTS_SEED` gives it back its own."""
    given = os.environ.get("MAILLAGE_FAULTS_SEED")
    seed = int(given) if given else time.time_ns() % 1_000_000_000
    sys.stdout.write(f"{name}: MAILLAGE_FAULTS_SEED={seed}\n")
    return seed


def a_random(name: str) -> tuple[int, random.Random]:
    """A seed and the generator that it starts, so that a message can quote the first."""
    seed = a_seed(name)
    return seed, random.Random(f"{name}-{seed}")
