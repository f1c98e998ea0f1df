"""The HTTP process has no broker connection and no green threads."""

import subprocess
import sys

import pytest
from support.http_app import MANIFESTS


def test_importing_everything_http_imports_neither_eventlet_nor_nameko_nor_kombu() -> None:
    modules = ["chassis.http.serve", *(str(manifest.blueprint).partition(":")[0] for manifest in MANIFESTS)]
    check = (
        f"import sys, {', '.join(modules)}; print(sorted({{'eventlet', 'nameko', 'kombu', 'amqp'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest.name)
def test_every_service_has_an_http_side(manifest: object) -> None:
    assert getattr(manifest, "blueprint", None)
