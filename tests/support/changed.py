"""A command as another, some of its parts otherwise: those of a value that travels whole too, by their own name."""

from typing import Any, TypeVar

from kernel.flat import composed, flattened

T = TypeVar("T")


def changed(command: T, **changes: Any) -> T:
    return composed(type(command), {**flattened(command), **changes})
