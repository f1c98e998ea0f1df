"""A command is asked for by one line: what it answers is what its handler returns, said once."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import pytest

from chassis.core.manifest import Manifest
from chassis.http.routes import Ask
from maillage.services import manifests

HANDLERS = [
    pytest.param(command, handler, id=f"{manifest.name}-{command.__name__}")
    for manifest in manifests().values()
    for command, handler in manifest.handlers.items()
]


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


@pytest.mark.parametrize(("command", "handler"), HANDLERS)
def test_an_outcome_is_a_frozen_dataclass(command: type, handler: Callable[..., Any]) -> None:
    outcome = get_type_hints(handler)["return"]
    assert dataclasses.is_dataclass(outcome), command
    assert vars(outcome)["__dataclass_params__"].frozen
