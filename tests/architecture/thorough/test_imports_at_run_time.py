"""What is really loaded, in a process of its own: the import rules of pyproject.toml cannot see lazy imports."""

import json
import subprocess
import sys

import pytest

from adding.discovered import services

# First the manifests, as every command line does; then all that answers HTTP.
STEPS = """
import importlib, json, pkgutil, sys

def loaded():
    return sorted({name.split(".")[0] for name in sys.modules})

from maillage.services import manifests
manifests()
with_manifests = loaded()
import chassis.http
for module in pkgutil.iter_modules(chassis.http.__path__, "chassis.http."):
    importlib.import_module(module.name)
for manifest in manifests().values():
    importlib.import_module(manifest.blueprint.split(":")[0])
print(json.dumps({"manifests": with_manifests, "http": loaded()}))
"""


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    finished = subprocess.run([sys.executable, "-c", STEPS], check=True, capture_output=True, text=True)
    return {step: set(names) for step, names in json.loads(finished.stdout).items()}


def test_reading_the_manifests_loads_neither_the_bus_nor_the_web(loaded: dict[str, set[str]]) -> None:
    assert loaded["manifests"] >= {"sqlalchemy", *services()}
    assert loaded["manifests"] & {"nameko", "eventlet", "kombu", "amqp", "flask", "waitress"} == set()


def test_answering_http_loads_no_bus(loaded: dict[str, set[str]]) -> None:
    assert loaded["http"] >= {"flask", "waitress"}
    assert loaded["http"] & {"nameko", "eventlet", "kombu", "amqp"} == set()
