"""A command is asked for by one line: what it answers is what its handler returns, said once."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from chassis.core.manifest import Manifest
from chassis.http.routes import Ask
from maillage.services import manifests


def _asks(manifest: Manifest) -> Iterator[Ask]:
    if not manifest.blueprint:
        return
    package = importlib.import_module(manifest.blueprint.partition(":")[0])
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}."):
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, Ask):
                yield value


ASKS = [
    pytest.param(manifest, ask, id=f"{manifest.name}-{ask.name}")
    for manifest in manifests().values()
    for ask in {ask.command: ask for ask in _asks(manifest)}.values()
]


@pytest.mark.parametrize(("manifest", "ask"), ASKS)
def test_what_an_ask_answers_is_the_outcome_of_its_handler(manifest: Manifest, ask: Ask) -> None:
    assert get_type_hints(manifest.handlers[ask.command])["return"] is ask.outcome
