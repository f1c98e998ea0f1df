"""The services whose facts reporting counts, in the order of a bulletin's chapters.

A new one is a folder of its name, and its name here. Each folder has the same rooms: projections, figures, chapter.
"""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

SERVICES = ("permanence", "housing")


def each(room: str) -> Iterator[ModuleType]:
    """That room of every service, loaded when it is asked for: a worker needs no figure, a command line no chart."""
    return (import_module(f"reporting.{service}.{room}") for service in SERVICES)
