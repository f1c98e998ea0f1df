"""Exchanges, queues and bindings follow from the catalogue and the antennas, and from nothing else."""

from dataclasses import replace
from datetime import date

from chassis.bus.topology import INBOX_ARGUMENTS, Binding, Topology, topology
from chassis.core.antenna import Antenna
from chassis.core.instance import Instance
from contracts.catalogue import CATALOGUE, EventType, Reach
from contracts.fields import Payload


def antenna(code: str, *services: str) -> Antenna:
    return Antenna(code, code.title(), date(2023, 9, 4), None, services, {})


def event_type(owner: str, name: str, version: int = 1, **readers: Reach) -> EventType:
    return EventType(owner, name, version, Payload, readers, date(2026, 1, 1), "")


ARRIVED = event_type("housing", "intern_arrived", reporting=Reach.OWN)
REPORTED = event_type("partners", "stay_reported", housing=Reach.OWN)
RETIRED = event_type("practices", "doctor_retired", referrals=Reach.ALL, reporting=Reach.OWN)
NORTH = antenna("north", "housing", "reporting")
SOUTH = antenna("south", "housing", "reporting")
DEPARTEMENT = antenna("departement", "reporting")


def patterns(found: Topology, queue: str) -> set[tuple[str, str]]:
    bound = {(binding.exchange, binding.pattern) for binding in found.bindings if binding.queue == queue}
    return bound - {("network.accounts", queue)}


def test_an_inbox_has_exactly_these_arguments() -> None:
    assert dict(INBOX_ARGUMENTS) == {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": 1_000_000,
    }


def test_a_reader_of_its_own_antenna_binds_that_antenna_only() -> None:
    found = topology([NORTH, SOUTH], [ARRIVED])
    assert patterns(found, "reporting.north.inbox") == {("housing.events", "intern_arrived.v1.north")}
    assert patterns(found, "reporting.south.inbox") == {("housing.events", "intern_arrived.v1.south")}


def test_a_reader_of_all_antennas_binds_them_all() -> None:
    found = topology([antenna("north", "referrals", "reporting")], [RETIRED])
    assert patterns(found, "referrals.north.inbox") == {("practices.events", "doctor_retired.v1.*")}
    assert patterns(found, "reporting.north.inbox") == {("practices.events", "doctor_retired.v1.north")}


def test_an_instance_of_the_departement_binds_all_antennas_whatever_its_reach() -> None:
    found = topology([NORTH, DEPARTEMENT], [ARRIVED])
    assert patterns(found, "reporting.departement.inbox") == {("housing.events", "intern_arrived.v1.*")}


def test_each_version_is_bound_on_its_own() -> None:
    found = topology([NORTH], [ARRIVED, replace(ARRIVED, version=2)])
    assert patterns(found, "reporting.north.inbox") == {
        ("housing.events", "intern_arrived.v1.north"),
        ("housing.events", "intern_arrived.v2.north"),
    }


def test_who_owns_facts_has_a_queue_too_for_what_its_readers_lack() -> None:
    assert topology([NORTH], [ARRIVED]).queues == ("housing.north.inbox", "reporting.north.inbox")
    assert topology([antenna("north", "housing")], [ARRIVED]).queues == ("housing.north.inbox",)


def test_who_neither_owns_nor_reads_has_no_queue() -> None:
    assert topology([antenna("north", "practices", "housing")], [ARRIVED]).queues == ("housing.north.inbox",)


def test_each_queue_is_reached_by_its_own_name_on_the_direct_exchange_and_by_no_other() -> None:
    found = topology([NORTH, SOUTH, DEPARTEMENT], [ARRIVED, REPORTED])
    assert found.direct_exchanges == ("network.accounts",)
    assert {
        (binding.pattern, binding.queue) for binding in found.bindings if binding.exchange == "network.accounts"
    } == {(queue, queue) for queue in found.queues}


def test_an_owner_has_its_exchange_before_any_antenna_runs_it() -> None:
    assert topology([], [ARRIVED, RETIRED]).exchanges == ("housing.events", "practices.events")


def test_the_same_input_gives_the_same_topology_whatever_its_order() -> None:
    antennas, catalogue = [NORTH, SOUTH, DEPARTEMENT], [ARRIVED, REPORTED, RETIRED]
    assert topology(antennas, catalogue) == topology(reversed(antennas), reversed(catalogue))
    assert topology(iter(antennas), iter(catalogue)) == topology(antennas, catalogue)


def test_names_come_sorted_and_once() -> None:
    found = topology([SOUTH, NORTH], [RETIRED, ARRIVED, REPORTED])
    assert list(found.exchanges) == sorted(set(found.exchanges))
    assert list(found.queues) == sorted(set(found.queues))
    assert list(found.bindings) == sorted(set(found.bindings))


def test_the_readers_of_an_owner_are_the_queues_that_its_own_facts_reach() -> None:
    left = event_type("housing", "intern_departed", reporting=Reach.OWN, permanence=Reach.OWN)
    found = topology([antenna("north", "housing", "permanence", "reporting"), SOUTH, DEPARTEMENT], [ARRIVED, left])
    arrived, departed = "intern_arrived.v1.north", "intern_departed.v1.north"
    assert found.readers_of(Instance("housing", "north")) == {
        "permanence.north.inbox": (departed,),
        "reporting.departement.inbox": (arrived, departed),
        "reporting.north.inbox": (arrived, departed),
    }
    assert found.readers_of(Instance("reporting", "north")) == {}


def test_an_antenna_whose_code_ends_like_another_s_is_another() -> None:
    found = topology([NORTH, antenna("far-north", "housing", "reporting")], [ARRIVED])
    assert list(found.readers_of(Instance("housing", "north"))) == ["reporting.north.inbox"]


def test_the_sources_of_a_reader_are_the_owners_whose_facts_reach_it() -> None:
    antennas = [NORTH, SOUTH, DEPARTEMENT]
    instances = [instance for one in antennas for instance in one.instances()]
    found = topology(antennas, [ARRIVED, REPORTED])
    north, south = {"/north/housing": "housing.north.inbox"}, {"/south/housing": "housing.south.inbox"}
    assert found.sources_of(Instance("reporting", "north"), instances) == north
    assert found.sources_of(Instance("reporting", "departement"), instances) == north | south
    assert found.sources_of(Instance("housing", "north"), instances) == {}


def test_a_new_antenna_adds_its_own_queues_and_bindings_and_touches_nothing() -> None:
    before = topology([NORTH, DEPARTEMENT])
    after = topology([NORTH, DEPARTEMENT, antenna("new-town", "permanence", "reporting")])
    assert after.exchanges == before.exchanges
    assert set(before.queues) <= set(after.queues)
    assert set(before.bindings) <= set(after.bindings)
    readers = ("permanence", "reporting")
    assert set(after.queues) - set(before.queues) == {f"{reader}.new-town.inbox" for reader in readers}
    assert set(after.bindings) - set(before.bindings) == {
        Binding(f"{reader}.new-town.inbox", f"{entry.owner}.events", f"{entry.name}.v{entry.version}.new-town")
        for reader in readers
        for entry in CATALOGUE
        if reader in entry.readers
    } | {Binding(f"{one}.new-town.inbox", "network.accounts", f"{one}.new-town.inbox") for one in readers}
