"""P18: a broker that takes nothing more, for want of memory or of disk, holds up no command and loses no fact."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.budget import BUDGET, FOLDER, a_seed
from faults.commands import NORMAL, Period, assert_answered, assert_drained, assert_held_up, note, steady
from faults.verdicts import assert_kept
from local_servers import RabbitMQNode
from support.chain import Chain
from support.oracle import report
from support.profiles import OnServer
from support.real_permanence import RealPermanence
from support.servers import Servers
from support.surroundings import Server

# Each as rabbitmqctl takes it: what raises the alarm, and what ends it.
ALARMS = {
    "memory": ("set_vm_memory_high_watermark", "0.00000001", "0.4"),
    "disk": ("set_disk_free_limit", "900000GB", "20MB"),
}


class TestAlarms(OnServer):
    def test_commands_are_accepted_during_an_alarm_and_their_facts_follow(
        self, surroundings: Server, servers: Servers, tmp_path: Path
    ) -> None:
        seed = a_seed("P18")
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        surroundings.start(*chain.instances)
        url = servers.virtual_host()
        assert servers.nodes.rabbitmq is not None
        with RealPermanence(tmp_path / "permanence", servers, url, url) as permanence:
            for name in ALARMS:
                with steady(chain) as commands, permanence.steady() as requests:
                    normal = Period.lasting(NORMAL)
                    with _alarm(servers.nodes.rabbitmq, name):
                        alarm = Period.lasting(BUDGET.memory_alarm)
                        kept = chain.behind() + permanence.behind()
                    over = time.monotonic()
                drained = assert_drained(lambda: chain.behind() + permanence.behind(), over)
                by_hand = assert_answered(commands, normal=normal, fault=alarm)
                by_http = assert_answered(requests, normal=normal, fault=alarm)
                note(f"P18-{name}", kept=kept, drained=drained, **by_hand)
                note(f"P18-{name}-http", **by_http)
                assert_held_up(kept, BUDGET.memory_alarm)
            verdict = permanence.judge("P18-http", trials=len(ALARMS))
        report(verdict, FOLDER)
        assert verdict.is_kept, verdict
        assert_kept("P18", chain, trials=len(ALARMS), seed=seed)


@contextmanager
def _alarm(broker: RabbitMQNode, name: str) -> Iterator[None]:
    setting, raised, over = ALARMS[name]
    broker.ctl(setting, raised)
    try:
        yield
    finally:
        broker.ctl(setting, over)
