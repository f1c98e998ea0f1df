"""What is told of appointments."""

from collections.abc import Iterator

from chassis.core.manifest import Publication


def published_appointments(_fact: object) -> Iterator[Publication]:
    yield from ()
