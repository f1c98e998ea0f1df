"""Percentiles of measured durations."""

from collections.abc import Sequence
from math import ceil


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least that many per cent of the values do not exceed."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]
