"""The services installed beside the program, found through their entry points."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from chassis.core.manifest import Manifest


@cache
def manifests() -> Mapping[str, Manifest]:
    """Every installed service's manifest by name, sorted."""
    found = sorted(entry_points(group="maillage.services"), key=lambda entry: entry.name)
    return {entry.name: entry.load() for entry in found}
