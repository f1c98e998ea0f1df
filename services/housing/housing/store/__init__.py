"""The house's tables and the imperative mapping of its aggregates; importing it makes `metadata` whole."""

from housing.store import houses, money, nights, plans, stays
from housing.store.registry import metadata

__all__ = ["houses", "metadata", "money", "nights", "plans", "stays"]
