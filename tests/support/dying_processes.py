"""Starts processes that are to die at a crash point, and waits for their death."""

import subprocess
import sys
from typing import BinaryIO, ClassVar

from local_servers.processes import die_with_parent
from support import pace
from support.chain import Chain
from support.crash_points import Crash
from support.journals import JOURNALS
from support.processes import TESTS, WorkerProcess, eventually


class CrashingWorker(WorkerProcess):
    module: ClassVar[str] = "support.crashing_worker_process"

    def wait_for_death(self) -> int:
        """Its exit status, once it has died by itself."""
        eventually(lambda: not self.running)
        self._end()
        return self._process.returncode


def worker_dies(chain: Chain, crash: Crash) -> int:
    """Has the victim's worker replaced by one that dies while commands come in, then by one that lives."""
    surroundings = chain.surroundings
    (healthy,) = [p for p in surroundings.processes if p.running and crash.instance in p.instances]
    healthy.kill()
    log = surroundings.folder / "logs" / f"{crash.marker.name}.log"
    dying = CrashingWorker(healthy.instances, surroundings.environment | crash.environment, log)
    surroundings.processes.append(dying)
    with chain.load(threads=1, pause=0.05):
        status = dying.wait_for_death()
        surroundings.start(*dying.instances)
    return status


def issuer_dies(chain: Chain, crash: Crash) -> int:
    """Has commands issued by a process that dies while it does so."""
    with JOURNALS.new("issuer", crash.instance).open("wb") as log:
        issuer = _issue(chain, crash, log)
    return issuer.returncode


def _issue(chain: Chain, crash: Crash, log: BinaryIO) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "support.command_process", str(crash.instance), str(chain.ledger.path)],
        env=chain.surroundings.environment | crash.environment,
        cwd=TESTS,
        stdin=subprocess.DEVNULL,
        stderr=log,
        preexec_fn=die_with_parent,
        timeout=pace.patience(),
        check=False,
    )
