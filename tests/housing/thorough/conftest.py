"""A house that people live in, made once and copied for each test that wants one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from housing.domain.house.house import CollectionMode
from housing.manifest import MANIFEST
from support.housing.lived_in_house import LivedIn, OpenLivedIn, live_in
from support.http_app import NOW, web


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> OpenLivedIn:
    """Opens a copy of the house, whose rents are collected in one way or the other."""
    made: dict[CollectionMode, LivedIn] = {}
    originals = tmp_path_factory.mktemp("lived_in")

    @contextmanager
    def opened(collection: CollectionMode = CollectionMode.REGIE) -> Iterator[LivedIn]:
        original = originals / collection.value
        if collection not in made:
            original.mkdir()
            with web(original, MANIFEST, role="housing_agent") as instance:
                made[collection] = live_in(instance, NOW.date(), collection)
        copy = tmp_path_factory.mktemp("copy")
        shutil.copytree(original, copy, dirs_exist_ok=True)
        with web(copy, MANIFEST, role="housing_agent") as instance:
            lived = replace(made[collection], web=instance)
            lived.set_day(0)
            yield lived

    return opened
