"""Opaque references: random, never derived from what they name."""

from uuid import UUID, uuid4

# The space of the ids of what an instance does by itself on a day (`uuid5`).
ROUNDS = UUID("5c2f0d5e-7b1a-4f7e-9c39-0f5a2f6f4c11")


def new_id() -> UUID:
    return uuid4()
