"""Practitioners, their contracts and placements."""
