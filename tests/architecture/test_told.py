"""Nothing leaves a house, or stays in it, by omission: each fact is told, each event of the catalogue by somebody."""

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Collection, Iterator, Mapping

import pytest

from chassis.core.told import Telling, table
from contracts.catalogue import CATALOGUE
from maillage.services import manifests
from support.project_tree import service_packages

OWNERS = sorted({entry.owner for entry in CATALOGUE} & set(manifests()))
DOMAINS = [package.name for package in service_packages() if (package / "domain").is_dir()]

# A fact is named by what happened; anything else in a domain by what it is.
_HAPPENED = re.compile(r"(ed|Held|Left|Paid|Undone)$")
# Named so, and no fact: a line of a file that was imported with warnings.
NO_FACTS = {"Warned"}


def facts_of(service: str) -> Iterator[type]:
    """The dataclasses of a domain that say that something happened."""
    domain = importlib.import_module(f"{service}.domain")
    for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if not isinstance(value, type) or value.__module__ != module.__name__ or name in NO_FACTS:
                continue
            if dataclasses.is_dataclass(value) and _HAPPENED.search(name):
                yield value


def kept_back(facts: Collection[type], told: Mapping[type, Telling]) -> list[str]:
    return [fact.__name__ for fact in facts if fact not in told]


def told_by_nobody(service: str, told: Mapping[type, Telling]) -> set[str]:
    return {entry.type for entry in CATALOGUE if entry.owner == service} - {one.entry.type for one in told.values()}


@pytest.mark.parametrize("service", DOMAINS)
def test_each_fact_of_a_domain_is_told(service: str) -> None:
    assert kept_back(list(facts_of(service)), manifests()[service].told) == []


@pytest.mark.parametrize("service", OWNERS)
def test_each_event_of_the_catalogue_is_told_by_its_owner_and_by_nobody_else(service: str) -> None:
    told = manifests()[service].told
    assert told_by_nobody(service, told) == set()
    assert {one.entry.owner for one in told.values()} == {service}


@pytest.mark.parametrize("service", OWNERS)
def test_a_fact_is_named_by_what_happened_so_that_none_is_overlooked(service: str) -> None:
    assert [fact.__name__ for fact in manifests()[service].told if not _HAPPENED.search(fact.__name__)] == []


@pytest.mark.parametrize("service", OWNERS)
def test_a_case_that_is_forgotten_is_found(service: str) -> None:
    """The tests above, tried on tables that lack one case each."""
    facts, told = list(facts_of(service)), manifests()[service].told
    for forgotten, telling in told.items():
        others = table({fact: one for fact, one in told.items() if fact is not forgotten})
        tell_it_too = telling.entry in [one.entry for one in others.values()]
        assert told_by_nobody(service, others) == (set() if tell_it_too else {telling.entry.type})
        assert kept_back(facts, others) == ([forgotten.__name__] if forgotten in facts else [])
