"""A process that dies at any step of a fact's road loses nothing and repeats nothing: P3, on both profiles.

For a command: in the process that issues it until it is committed, then in the relay, then in the reader of its fact.
For a reaction: in the worker that reacts, as reader and as relay.
"""

import signal

import pytest

from chassis.core.instance import Instance
from faults.budget import FOLDER, a_random
from support.chain import Chain, wait_until_quiet
from support.crash_points import Crash, Point
from support.dying_processes import issuer_dies, worker_dies
from support.oracle import report
from support.profiles import OnEmbedded, OnServer
from support.surroundings import Surroundings

COMMAND, REACTION = "command", "reaction"
ISSUED = {Point.BEFORE_INSERT, Point.AFTER_INSERT, Point.AFTER_COMMIT}


class CrashPoints:
    """Each test adds to what the ones before it have left: a fact that they lost or repeated is seen again."""

    promise: str

    @pytest.fixture(scope="class")
    @classmethod
    def chain(cls, shared: Surroundings) -> Chain:
        chain = Chain.of(shared, "romans")
        shared.prepare(*chain.instances)
        shared.start(*chain.instances)
        return chain

    @pytest.fixture(scope="class")
    @classmethod
    def hit(cls) -> list[str]:
        """The points at which a process has died."""
        return []

    @pytest.mark.parametrize("point", Point)
    @pytest.mark.parametrize("cause", [COMMAND, REACTION])
    def test_a_crash_loses_nothing_and_repeats_nothing(
        self, chain: Chain, hit: list[str], cause: str, point: Point
    ) -> None:
        seed, random = a_random(f"{self.promise}-{cause}-{point}")
        marker = chain.surroundings.folder / f"{cause}-{point}"
        crash = Crash(point, _victim(chain, cause, point), random.randint(1, 4), marker)

        die = issuer_dies if cause == COMMAND and point in ISSUED else worker_dies
        assert die(chain, crash) == -signal.SIGKILL
        assert marker.read_text() == point
        hit.append(marker.name)
        chain.repeat_unanswered()

        wait_until_quiet(chain)
        verdict = chain.judge(self.promise, trials=len(hit))
        report(verdict, FOLDER)
        assert verdict.is_kept, f"{verdict}, MAILLAGE_FAULTS_SEED={seed}"

    def test_every_crash_point_was_hit_for_a_command_and_for_a_reaction(self, hit: list[str]) -> None:
        assert sorted(hit) == sorted(f"{cause}-{point}" for cause in (COMMAND, REACTION) for point in Point)


class TestCrashPointsEmbedded(CrashPoints, OnEmbedded):
    promise = "P3-crash-points-embedded"


class TestCrashPointsServer(CrashPoints, OnServer):
    promise = "P3-crash-points-server"


def _victim(chain: Chain, cause: str, point: Point) -> Instance:
    if cause == REACTION:
        return chain.permanence
    return chain.reporting if point is Point.BEFORE_ACK else chain.housing
