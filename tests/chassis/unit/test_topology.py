"""Exchanges, queues and bindings follow from the catalogue and the antennas, and from nothing else."""

from dataclasses import replace
from datetime import date

from chassis.bus.topology import INBOX_ARGUMENTS, Binding, Topology, topology
from chassis.core.antenna import Antenna
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
    return {(binding.exchange, binding.pattern) for binding in found.bindings if binding.queue == queue}


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


def test_a_service_that_reads_nothing_has_no_queue() -> None:
    assert topology([NORTH], [ARRIVED]).queues == ("reporting.north.inbox",)


def test_an_antenna_without_the_reading_service_has_no_queue() -> None:
    assert topology([antenna("north", "housing")], [ARRIVED]).queues == ()


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


def test_the_readers_of_an_exchange_are_the_queues_bound_to_it() -> None:
    found = topology([NORTH, SOUTH, DEPARTEMENT], [ARRIVED, REPORTED])
    assert found.readers_of("housing.events") == (
        "reporting.departement.inbox",
        "reporting.north.inbox",
        "reporting.south.inbox",
    )
    assert found.readers_of("partners.events") == ("housing.north.inbox", "housing.south.inbox")
    assert found.readers_of("practices.events") == ()


def test_a_new_antenna_adds_its_own_queues_and_bindings_and_touches_nothing() -> None:
    before = topology([NORTH, DEPARTEMENT])
    after = topology([NORTH, DEPARTEMENT, antenna("new-town", "permanence", "reporting")])
    assert after.exchanges == before.exchanges
    assert set(before.queues) <= set(after.queues)
    assert set(before.bindings) <= set(after.bindings)
    assert set(after.queues) - set(before.queues) == {"permanence.new-town.inbox", "reporting.new-town.inbox"}
    assert set(after.bindings) - set(before.bindings) == {
        Binding(f"{reader}.new-town.inbox", f"{entry.owner}.events", f"{entry.name}.v{entry.version}.new-town")
        for reader in ("permanence", "reporting")
        for entry in CATALOGUE
        if reader in entry.readers
    }
