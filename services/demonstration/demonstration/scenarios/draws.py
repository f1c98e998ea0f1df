"""Chance and sharing out for synthetic seasons, the same on every machine and Python version.

Only `random.Random.random` is used, whose stream Python keeps stable, and weights are whole numbers: the sum of floats
changed with Python 3.12.
"""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A reproducible source of choices."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def below(self, bound: int) -> int:
        return int(self._random() * bound)

    def index(self, weights: Sequence[int]) -> int:
        """A position, drawn in proportion to the weights."""
        drawn = self.below(sum(weights))
        return next(n for n, reached in enumerate(accumulate(weights)) if drawn < reached)

    def some(self, items: Sequence[T], count: int, weights: Sequence[int] | None = None) -> list[T]:
        """`count` different items in a random order; the heavier ones come earlier and more often."""
        keys = [self._random() / weight for weight in weights or [1] * len(items)]
        return [items[n] for n in sorted(range(len(items)), key=keys.__getitem__)[:count]]


def apportion(total: int, weights: Sequence[int], ceilings: Sequence[int]) -> list[int]:
    """Shares `total` out in proportion to the weights (largest remainder), no share above its ceiling."""
    if not 0 <= total <= sum(ceilings):
        raise ValueError(f"{total} ne tient pas entre 0 et le plafond de {sum(ceilings)}")
    whole = sum(weights)
    shares = [min(total * weight // whole, ceiling) for weight, ceiling in zip(weights, ceilings, strict=True)]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    left = total - sum(shares)
    while left:
        for n in by_remainder:
            if left and shares[n] < ceilings[n]:
                shares[n] += 1
                left -= 1
    return shares
