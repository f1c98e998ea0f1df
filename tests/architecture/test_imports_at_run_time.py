"""What is really loaded, in a process of its own: the import rules of pyproject.toml cannot see lazy imports."""

import json
import subprocess
import sys

import pytest

LOADED = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
MANIFESTS = "from maillage.services import manifests; assert len(manifests()) >= 3"
HTTP = """
import importlib, pkgutil
import chassis.http
from maillage.services import manifests
for module in pkgutil.iter_modules(chassis.http.__path__, 'chassis.http.'):
    importlib.import_module(module.name)
for manifest in manifests().values():
    importlib.import_module(manifest.blueprint.split(':')[0])
"""


def loaded_by(statements: str) -> set[str]:
    finished = subprocess.run(
        [sys.executable, "-c", f"{statements}\n{LOADED}"], check=True, capture_output=True, text=True
    )
    return set(json.loads(finished.stdout))


@pytest.mark.parametrize(
    ("statements", "needed", "banned"),
    [
        pytest.param(
            MANIFESTS, {"sqlalchemy"}, {"nameko", "eventlet", "kombu", "amqp", "flask", "waitress"}, id="manifests"
        ),
        pytest.param(HTTP, {"flask", "waitress"}, {"nameko", "eventlet", "kombu", "amqp"}, id="http"),
    ],
)
def test_a_part_of_the_house_loads_only_the_libraries_it_is_made_of(
    statements: str, needed: set[str], banned: set[str]
) -> None:
    found = loaded_by(statements)
    assert found >= needed
    assert found & banned == set()
