"""What a command publishes has one effect in each reader and none elsewhere; what cannot be read blocks nobody."""

import json
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.instance import Instance
from support.processes import eventually
from support.profiles import OnEmbedded, OnServer
from support.sample_service import ARRIVED, BROKEN, PLANNED, REFUSED, PlanSession, RecordArrival
from support.surroundings import (
    DEPARTEMENT,
    HOUSING,
    LAVAL_HOUSING,
    LAVAL_PERMANENCE,
    LAVAL_REPORTING,
    PERMANENCE,
    REPORTING,
    Surroundings,
)

EVERYONE = (HOUSING, PERMANENCE, REPORTING, LAVAL_HOUSING, LAVAL_PERMANENCE, LAVAL_REPORTING, DEPARTEMENT)
ROMANS_KEY = "intern_arrived.v1.romans"


def arrival(**attributes: object) -> bytes:
    """An event as housing of Romans would publish it, but for the attributes given."""
    stay_id = str(uuid4())
    event: dict[str, object] = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "/romans/housing",
        "type": ARRIVED,
        "subject": stay_id,
        "time": "2024-02-01T09:30:00+00:00",
        "antenna": "romans",
        "sequence": "0000000001",
        "correlationid": str(uuid4()),
        "causationid": str(uuid4()),
        "data": {
            "stay_id": stay_id,
            "house": "maison",
            "occupant_kind": "gp_intern",
            "university": "grenoble",
            "arrived_on": "2024-02-01",
            "expected_departure_on": "2024-04-30",
        },
    }
    return json.dumps(event | attributes).encode()


class Delivery:
    """Every test adds to the same running network: two antennas at once, and the département."""

    @pytest.fixture(scope="class")
    @classmethod
    def network(cls, shared: Surroundings) -> Surroundings:
        shared.prepare(*EVERYONE)
        shared.start(*EVERYONE)
        return shared

    def test_an_event_has_one_effect_in_each_reader_and_none_elsewhere(self, network: Surroundings) -> None:
        here = {network.do(HOUSING, RecordArrival()) for _ in range(20)}
        there = {network.do(LAVAL_HOUSING, RecordArrival()) for _ in range(20)}

        for reader in (PERMANENCE, REPORTING):
            _wait_for_one_effect_of_each(network, reader, here)
            assert not there & set(network.subjects(reader, ARRIVED))
        for reader in (LAVAL_PERMANENCE, LAVAL_REPORTING):
            _wait_for_one_effect_of_each(network, reader, there)
            assert not here & set(network.subjects(reader, ARRIVED))
        _wait_for_one_effect_of_each(network, DEPARTEMENT, here | there)
        assert network.effects(HOUSING) == network.effects(LAVAL_HOUSING) == []

    def test_facts_of_one_aggregate_keep_their_sequence(self, network: Surroundings) -> None:
        session = network.do(PERMANENCE, PlanSession())
        for _ in range(4):
            network.do(PERMANENCE, PlanSession(session))

        eventually(lambda: network.subjects(REPORTING, PLANNED).count(session), (5).__eq__)
        bodies = [body for body in _bodies(network, REPORTING) if body["subject"] == str(session)]
        assert sorted(body["sequence"] for body in bodies) == [f"{number:010d}" for number in range(1, 6)]

    def test_the_facts_of_a_reaction_are_published_once_and_name_their_cause(self, network: Surroundings) -> None:
        stays = {network.do(HOUSING, RecordArrival()) for _ in range(10)}
        _wait_for_one_effect_of_each(network, REPORTING, stays)
        causes = {body["id"] for body in _bodies(network, REPORTING) if UUID(body["subject"]) in stays}

        def caused() -> list[str]:
            bodies = [body for body in _bodies(network, REPORTING) if body["type"] == PLANNED]
            return sorted(body["causationid"] for body in bodies if body["causationid"] in causes)

        assert eventually(caused, lambda seen: len(seen) >= len(causes)) == sorted(causes)

    def test_what_cannot_be_read_is_quarantined_with_a_code_and_blocks_nobody(self, network: Surroundings) -> None:
        before = {row.quarantine_id for row in network.quarantined(REPORTING)}
        network.post_raw(HOUSING, ROMANS_KEY, b"{not json")
        network.post_raw(HOUSING, ROMANS_KEY, arrival(type="housing.intern_arrived.v9"))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(type="housing.house_burnt.v1"))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(antenna="laval"))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(source="/romans/permanence"))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(data={"house": "maison"}))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(time="2199-01-01T00:00:00Z"))
        good = network.do(HOUSING, RecordArrival())

        _wait_for_one_effect_of_each(network, REPORTING, {good})
        entered = [row for row in network.quarantined(REPORTING) if row.quarantine_id not in before]
        assert sorted(row.code for row in entered) == [
            "ABSURD_TIME",
            "INVALID_MESSAGE",
            "SENDER_INCONSISTENCY",
            "UNKNOWN_VERSION",
            "UNKNOWN_VERSION",
            "UNRECOGNIZED_FORMAT",
            "UNROUTABLE",
        ]
        assert all(row.reason for row in entered)

    def test_one_reader_s_refusal_is_its_own(self, network: Surroundings) -> None:
        refused, broken, good = (network.do(HOUSING, RecordArrival(house)) for house in (REFUSED, BROKEN, "maison"))

        _wait_for_one_effect_of_each(network, REPORTING, {refused, broken, good})
        _wait_for_one_effect_of_each(network, PERMANENCE, {good})
        reasons = {row.reason for row in network.quarantined(PERMANENCE) if row.code == "NOT_APPLICABLE"}
        assert reasons == {"HOUSE_REFUSED : Cette maison est refusée.", "erreur LookupError pendant l'application"}
        assert not {refused, broken} & set(network.subjects(PERMANENCE, ARRIVED))

    def test_an_event_seen_again_has_no_second_effect(self, network: Surroundings) -> None:
        body = arrival()
        for _ in range(5):
            network.post_raw(HOUSING, ROMANS_KEY, body)
        last = network.do(HOUSING, RecordArrival())

        _wait_for_one_effect_of_each(network, REPORTING, {UUID(json.loads(body)["subject"]), last})

    def test_no_byte_of_a_body_reaches_a_log(self, network: Surroundings) -> None:
        canary = f"canari-{uuid4().hex}"
        data = json.loads(arrival())["data"]
        network.post_raw(HOUSING, ROMANS_KEY, canary.encode())
        network.post_raw(HOUSING, ROMANS_KEY, arrival(data=data | {"house": canary}))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(data=data | {canary: canary}))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(type=f"housing.{canary}.v1"))
        network.post_raw(HOUSING, ROMANS_KEY, arrival(subject=canary))
        broken = json.loads(arrival())["subject"]
        network.post_raw(HOUSING, ROMANS_KEY, arrival(subject=broken, data=data | {"house": BROKEN, "note": canary}))
        last = network.do(HOUSING, RecordArrival())

        for reader in (PERMANENCE, REPORTING, DEPARTEMENT):
            _wait_for_one_effect_of_each(network, reader, {last})
        logs = network.logs()
        assert "quarantined" in logs
        assert canary not in logs
        assert BROKEN not in logs


class TestDeliveryEmbedded(Delivery, OnEmbedded): ...


class TestDeliveryServer(Delivery, OnServer): ...


def _wait_for_one_effect_of_each(network: Surroundings, reader: Instance, stays: set[UUID]) -> None:
    def seen() -> list[UUID]:
        return [subject for subject in network.subjects(reader, ARRIVED) if subject in stays]

    assert eventually(seen, lambda subjects: len(subjects) >= len(stays)) == sorted(stays)


def _bodies(network: Surroundings, reader: Instance) -> list[dict[str, str]]:
    """The events that a reader which keeps bodies has applied."""
    with network.runtime(reader).database.engine.connect() as connection:
        return [json.loads(body) for body in connection.scalars(sa.select(tables.inbox.c.body))]
