"""P26: an antenna is one more instance of the same thing: its effects are its own, and its absence is made up for."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from chassis.core.instance import Instance
from faults.budget import BUDGET, a_seed
from faults.commands import assert_drained, assert_held_up, note, steady
from faults.verdicts import assert_kept
from support import pace
from support.chain import Chain, wait_until_quiet
from support.oracle import effects_of, facts_of
from support.processes import eventually
from support.proxied import Proxied
from support.sample_service import RecordArrival
from support.servers import Servers
from support.surroundings import DEPARTEMENT, ROMANS

ANTENNAS = ("romans", "laval", "valence", "die")
COMMANDS = 40
TAKES_OVER = 5
_NAMESPACE = UUID("00000000-0000-0000-0000-000000000026")

# What one command did in one reader, wherever and whenever: the reader's service, the event's type, the command.
Effects = Counter[tuple[str, str, int]]
Build = Callable[..., Proxied]


@pytest.fixture
def build(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Build]:
    built: list[Proxied] = []

    def build(others: Sequence[str] = ()) -> Proxied:
        built.append(Proxied(tmp_path, servers, virtual_host, others=others, one_process=True))
        return built[-1]

    yield build
    for surroundings in built:
        surroundings.stop()


def test_one_two_and_four_antennas_have_the_same_effects_each(build: Build) -> None:
    seed = a_seed("P26-antennas")
    surroundings = build(ANTENNAS[2:])
    surroundings.prepare(DEPARTEMENT)
    surroundings.start(DEPARTEMENT)
    chains: list[Chain] = []
    seen: list[Effects] = []
    for number in (1, 2, 4):
        new = [Chain.of(surroundings, antenna) for antenna in ANTENNAS[len(chains) : number]]
        instances = [instance for chain in new for instance in chain.instances]
        surroundings.prepare(*instances)
        surroundings.start(*instances)
        chains += new
        with ThreadPoolExecutor(number) as pool:
            list(pool.map(lambda chain, number=number: _play(chain, number), chains))
        wait_until_quiet(*chains)
        seen += [_effects(chain, number) for chain in chains]

    expected = Counter(
        (service, event_type, command)
        for command in range(COMMANDS)
        for service, event_type in (
            ("permanence", "housing.intern_arrived.v1"),
            ("reporting", "housing.intern_arrived.v1"),
            ("reporting", "permanence.session_planned.v1"),
        )
    )
    assert seen == [expected] * 7
    _assert_the_departement_has_everything(surroundings, chains)
    assert_kept("P26-antennas", *chains, trials=3, seed=seed)


def test_an_antenna_cut_off_and_healed_catches_up_and_the_others_noticed_nothing(build: Build) -> None:
    seed = a_seed("P26")
    surroundings = build()
    chains = romans, laval = [Chain.of(surroundings, antenna) for antenna in ANTENNAS[:2]]
    instances = [*romans.instances, *laval.instances, DEPARTEMENT]
    surroundings.prepare(*instances)
    surroundings.start(*instances)
    with steady(romans), steady(laval):
        time.sleep(2)
        surroundings.networks["romans"].black_hole(to_server=True, to_client=True)
        time.sleep(BUDGET.antenna_cut)
        kept, others_kept = romans.behind(), laval.behind()
        surroundings.networks["romans"].heal()
        healed = time.monotonic()
    assert_held_up(kept, BUDGET.antenna_cut)
    assert others_kept < kept / 2, "the other antenna was held up"
    converged = assert_drained(lambda: romans.behind() + laval.behind(), healed)
    _assert_the_departement_has_everything(surroundings, chains)
    note("P26", kept=kept, others_kept=others_kept, converged=converged)
    assert_kept("P26", *chains, trials=1, seed=seed)


def test_a_second_listener_joins_while_events_flow_and_takes_over_from_the_first(build: Build) -> None:
    seed = a_seed("P26-joins")
    surroundings = build()
    chain = Chain.of(surroundings, "romans")
    surroundings.prepare(*ROMANS)
    (first,) = surroundings.start(*ROMANS)
    with steady(chain):
        (second,) = surroundings.start(*ROMANS)
        time.sleep(2)
        assert not second.logged("applied"), "one listener at a time"
        left = time.monotonic()
        assert first.terminate() == 0
        eventually(lambda: second.logged("applied"))
        took_over = time.monotonic() - left
        note("P26-joins", took_over=took_over)
        assert took_over <= pace.at_most(TAKES_OVER)
        time.sleep(1)
    assert_kept("P26-joins", chain, trials=1, seed=seed)


def _play(chain: Chain, number: int) -> None:
    for command in range(COMMANDS):
        command_id = _command_id(chain.antenna, number, command)
        chain.ledger.intend(command_id)
        chain.surroundings.do(chain.housing, RecordArrival(), command_id)
        chain.ledger.acknowledge(command_id)


def _effects(chain: Chain, number: int) -> Effects:
    commands = {_command_id(chain.antenna, number, command): command for command in range(COMMANDS)}
    facts = facts_of(chain.surroundings, chain.housing) | facts_of(chain.surroundings, chain.permanence)
    return Counter(
        (reader.service, effect.type, commands[facts[effect.event_id]])
        for reader in (chain.permanence, chain.reporting)
        for effect in chain.surroundings.effects(reader)
        if facts[effect.event_id] in commands
    )


def _command_id(antenna: str, number: int, command: int) -> UUID:
    return uuid5(_NAMESPACE, f"{antenna} {number} {command}")


def _assert_the_departement_has_everything(surroundings: Proxied, chains: Sequence[Chain]) -> None:
    owners: list[Instance] = [owner for chain in chains for owner in (chain.housing, chain.permanence)]
    facts = Counter(fact for owner in owners for fact in facts_of(surroundings, owner))
    eventually(lambda: effects_of(surroundings, DEPARTEMENT), facts.__eq__)
