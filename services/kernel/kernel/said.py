"""What a field of a command or of an answer says about itself, inside `Annotated`, so that every door asks the same.

    reason: Annotated[WaitingExit, "Pourquoi."]
    notice_days: Annotated[int, "Jours de préavis souhaités.", Between(0, 90)] = 0
    night_cents: Annotated[int, "Prix d'une nuit", CENTS]
    identity: Annotated[IdentityGiven, FLAT]

The text is the French sentence; the rest is one of the marks below.
"""

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most that a whole number, or an amount, may be."""

    least: int
    most: int


WHOLE = Between(0, 1_000_000_000)


@dataclass(frozen=True, slots=True)
class Longest:
    """How many signs a text, or elements a list, may have."""

    most: int


class Mark(Enum):
    """What the type alone does not say."""

    CENTS = auto()
    """A whole number of cents; people type and read euros."""
    TIME_OF_DAY = auto()
    """Minutes since midnight; people type and read HH:MM."""
    FLAT = auto()
    """A value that travels whole inside, and whose parts stand in the body beside the other fields."""
    CALLER = auto()
    """Whoever asks: never in a body, it is who is signed in."""
    WITHIN = auto()
    """Never in a body: only the house's own code gives it."""


CENTS, TIME_OF_DAY, FLAT, CALLER, WITHIN = Mark
