"""The users of the broker and their rights follow from the topology; outsiders' names take none of ours."""

import base64
import hashlib
import re
import shlex
from pathlib import Path

import pytest

from chassis.bus.broker_users import DECLARER, BrokerUser, Outsider, OutsiderRefused, users
from chassis.bus.definitions import definitions, orders, password_hash
from chassis.bus.topology import topology
from support.runtimes import an_antenna

ANTENNAS = (
    an_antenna("romans"),
    an_antenna("romans-nord", services=("permanence", "reporting")),
    an_antenna("departement", services=("reporting",)),
)
INSTANCES = tuple(instance for antenna in ANTENNAS for instance in antenna.instances())
TOPOLOGY = topology(ANTENNAS)
HOSPITAL = Outsider("hopital", ("permanence",))
FOUND = {user.name: user for user in users(TOPOLOGY, INSTANCES, [HOSPITAL])}


def matched(pattern: str) -> set[str]:
    names = (*TOPOLOGY.exchanges, *TOPOLOGY.direct_exchanges, *TOPOLOGY.queues, "amq.default", "amq.topic", "")
    return {name for name in names if name and re.search(pattern, name)}


def test_there_is_a_user_for_each_instance_one_to_declare_and_one_for_each_outsider() -> None:
    assert list(FOUND) == [DECLARER, *sorted(map(str, INSTANCES)), "hopital"]


def test_an_instance_declares_nothing_and_reads_its_inbox_alone() -> None:
    for instance in INSTANCES:
        assert matched(FOUND[str(instance)].configure) == set()
        assert matched(FOUND[str(instance)].read) == {instance.inbox}


def test_an_instance_writes_to_its_exchange_to_accounts_and_to_names_whose_presence_it_asks() -> None:
    """RabbitMQ 4.3 wants a right on a name from who asks whether it is there: any is enough."""
    for instance in INSTANCES:
        own = {instance.exchange} & set(TOPOLOGY.exchanges)
        readers = set(TOPOLOGY.readers_of(instance))
        assert matched(FOUND[str(instance)].write) == own | {"network.accounts"} | readers
        # None of these is a queue that it could also bind: that takes reading the exchange.
        assert not matched(FOUND[str(instance)].read) & {*TOPOLOGY.exchanges, *TOPOLOGY.direct_exchanges}


def test_a_dot_is_a_dot_and_a_code_that_begins_another_is_not_the_other() -> None:
    read = FOUND["permanence.romans"].read
    for name in ("permanence.romans-nord.inbox", "permanenceXromans.inbox", "x.permanence.romans.inbox"):
        assert not re.search(read, name)


def test_an_outsider_has_its_own_queues_and_those_that_nameko_names_after_it() -> None:
    own = FOUND["hopital"]
    mine = ("hopital.file", "evt-permanence-x.v1.*--hopital.on_x", "evt-permanence-x--hopital.on_x-0af3-1b")
    others = (
        "hopital",
        "hopital-sud.file",
        "evt-a--hopital-sud.on_a",
        "evt-a--hopital.on--hopital-sud.b",
        "evt-a--b.c",
    )
    for pattern in (own.configure, own.write, own.read):
        assert all(re.search(pattern, name) for name in mine)
        assert not any(re.search(pattern, name) for name in others)
    assert matched(own.configure) == matched(own.write) == set()
    assert matched(own.read) == {"permanence.events"}


@pytest.mark.parametrize(
    "outsider",
    [
        *(Outsider(name, ("permanence",)) for name in ("permanence", "reporting", "network", "maillage", "amq", "evt")),
        *(Outsider(name, ("permanence",)) for name in ("in", "out", "partners", "", "Hôpital", "a.b", "x|y", "h")),
        Outsider("hopital", ("reporting",)),
        Outsider("hopital", ("permanence", "inconnu")),
    ],
)
def test_an_outsider_that_would_take_a_name_of_ours_or_read_what_is_not_told_is_refused(outsider: Outsider) -> None:
    with pytest.raises(OutsiderRefused, match=r"nom refusé|ne peut lire"):
        users(TOPOLOGY, INSTANCES, [outsider])


def test_a_password_is_kept_as_a_salted_digest() -> None:
    first, second = (base64.b64decode(password_hash("secret")) for _ in range(2))
    assert first != second
    assert first[4:] == hashlib.sha256(first[:4] + b"secret").digest()


def test_the_orders_for_a_shell_say_the_same_as_the_document_and_no_password() -> None:
    found = tuple(FOUND.values())
    passwords = {user.name: f"{user.name}-password" for user in found}
    document = definitions(TOPOLOGY, found, [HOSPITAL], virtual_host="reseau", passwords=passwords)
    lines = [shlex.split(line) for line in orders(found, [HOSPITAL], virtual_host="reseau", passwords=Path("secrets"))]
    granted = [BrokerUser(*line[4:]) for line in lines if line[1] == "set_permissions"]
    assert granted == [
        BrokerUser(row["user"], row["configure"], row["write"], row["read"]) for row in document["permissions"]
    ]
    added = [line[2:] for line in lines if line[1] == "add_user"]
    assert added == [[user.name, "<", f"secrets/{user.name}"] for user in found]
    assert not any(password in f"{document} {lines}" for password in passwords.values())
    assert [row["name"] for row in document["queues"]] == list(TOPOLOGY.queues)
    assert len(document["bindings"]) == len(TOPOLOGY.bindings)
