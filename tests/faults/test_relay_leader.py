"""Two relays of one instance: one leads, the other takes over when it dies, and between them no row is skipped."""

import time

from faults.budget import BUDGET, FOLDER, a_random
from faults.commands import note
from faults.verdicts import assert_kept
from support import pace
from support.chain import Chain
from support.load import Load
from support.oracle import Ledger, judge, report
from support.processes import WorkerProcess, eventually
from support.profiles import OnServer
from support.sample_service import PlanSession
from support.surroundings import PERMANENCE, REPORTING, Server

TAKES_OVER = 2.0
WRITTEN = 8 * 150


class TestRelayLeader(OnServer):
    def test_a_killed_leader_is_replaced_in_seconds_and_nothing_is_missed(self, surroundings: Server) -> None:
        """P4. From the kill to the first facts that the other has relayed."""
        seed, random = a_random("P4")
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        (leader, *_) = surroundings.start(*chain.instances)
        took = []
        with chain.load(threads=2):
            for _ in range(BUDGET.leader_kills):
                (standing_by,) = surroundings.start(chain.housing)
                _wait_until_it_relays(leader)
                time.sleep(random.uniform(0.5, 1))
                assert not _relays(standing_by), "only one relay leads"
                killed_at = time.monotonic()
                leader.kill()
                _wait_until_it_relays(standing_by)
                took.append(time.monotonic() - killed_at)
                leader = standing_by
        assert_kept("P4-leader-killed", chain, trials=len(took), seed=seed)
        note("P4-leader-killed", slowest=max(took))
        assert max(took) <= pace.at_most(TAKES_OVER), took

    def test_rows_that_commit_late_are_not_missed(self, surroundings: Server) -> None:
        """P4. Eight writers whose transactions end in another order than that of their rows, and two relays."""
        seed, random = a_random("P4-writers")
        surroundings.prepare(PERMANENCE, REPORTING)
        surroundings.start(PERMANENCE, REPORTING)
        surroundings.start(PERMANENCE)
        ledger = Ledger(surroundings.folder / "writers.ledger")

        def commits_late() -> PlanSession:
            return PlanSession(pause=random.uniform(0, 0.05))

        writers = Load(surroundings.runtime(PERMANENCE), ledger, command=commits_late, threads=8, each=150, pause=0)
        writers.run()

        def read() -> int:
            return len(surroundings.effects(REPORTING))

        eventually(read, lambda count: count >= WRITTEN)
        verdict = judge("P4-writers", surroundings, ledger, owners=[PERMANENCE], readers=[REPORTING], trials=WRITTEN)
        report(verdict, FOLDER)
        assert verdict.acknowledged == WRITTEN
        assert verdict.is_kept, f"{verdict}, MAILLAGE_FAULTS_SEED={seed}"


def _relays(process: WorkerProcess) -> bool:
    """Whether the broker has confirmed facts to it."""
    return bool(process.logged("relayed"))


def _wait_until_it_relays(process: WorkerProcess) -> None:
    eventually(lambda: _relays(process))
