"""The catalogue and the services say the same: who reads what, and what handlers and reactions are called."""

import re

import pytest

from chassis.core import tables
from chassis.core.instance import RESERVED_ANTENNAS
from chassis.core.manifest import Manifest
from contracts.catalogue import BY_TYPE, CATALOGUE, read_by
from maillage.services import manifests
from reporting.store import Ignored, Projecting

# What partners may claim is agreed before their door, the service that will tell it, is built (decision 0009).
OWNERS_TO_COME = frozenset({"partners"})

each_service = pytest.mark.parametrize("manifest", manifests().values(), ids=lambda manifest: manifest.name)


@each_service
def test_a_service_reacts_to_every_type_it_is_sent_and_to_no_other(manifest: Manifest) -> None:
    assert set(manifest.reactions) == {entry.type for entry in read_by(manifest.name)}


@each_service
def test_a_reaction_is_named_after_its_event_and_a_handler_after_its_command(manifest: Manifest) -> None:
    for event_type, reaction in manifest.reactions.items():
        if not isinstance(reaction, Projecting | Ignored):  # reporting's are data, and have no name
            assert getattr(reaction, "__name__", "") == f"on_{BY_TYPE[event_type].name}"
    for command, handler in manifest.handlers.items():
        assert getattr(handler, "__name__", "") == _snake_case(command.__name__)


@each_service
def test_no_table_of_a_service_has_the_name_of_one_that_every_instance_has(manifest: Manifest) -> None:
    assert tables.metadata.tables.keys() & manifest.metadata.tables.keys() == set()


def test_every_owner_and_every_reader_is_a_service() -> None:
    named = {entry.owner for entry in CATALOGUE} | {reader for entry in CATALOGUE for reader in entry.readers}
    assert named - OWNERS_TO_COME <= set(manifests())


def test_an_owner_to_come_is_a_reserved_code_and_has_not_come_yet() -> None:
    assert OWNERS_TO_COME <= RESERVED_ANTENNAS
    assert OWNERS_TO_COME.isdisjoint(manifests())


def _snake_case(name: str) -> str:
    """`AgreeMSU` is `agree_msu`: an acronym is one word."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
