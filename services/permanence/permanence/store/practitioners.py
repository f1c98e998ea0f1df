"""Practitioners and their placements."""
