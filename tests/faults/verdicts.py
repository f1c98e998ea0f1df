"""How every chain's fault test ends: quiet, stopped in good order, judged, reported."""

from faults.budget import FOLDER
from support.chain import Chain, judge_all, wait_until_quiet
from support.oracle import report
from support.surroundings import Server


def assert_kept(promise: str, *chains: Chain, trials: int, seed: int | None = None) -> None:
    """Fails with the verdict, and the seed where there is chance, unless nothing was lost, repeated or quarantined."""
    wait_until_quiet(*chains)
    _stop_in_good_order(*chains)
    verdict = judge_all(promise, *chains, trials=trials)
    report(verdict, FOLDER)
    assert verdict.attempted > 0
    assert verdict.is_kept, f"{verdict}, MAILLAGE_FAULTS_SEED={seed}"


def _stop_in_good_order(*chains: Chain) -> None:
    """A message that was applied but not acknowledged would come back here, and be seen."""
    surroundings = chains[0].surroundings
    for process in surroundings.processes:
        if process.running:
            assert process.terminate() == 0, process.log.read_text()[-2000:]
    if isinstance(surroundings, Server):
        left = {str(reader): surroundings.facts_waiting(reader) for chain in chains for reader in chain.instances[1:]}
        assert not any(left.values()), left
