"""Opaque references: random, never derived from what they name."""

from uuid import UUID, uuid4


def new_id() -> UUID:
    return uuid4()
