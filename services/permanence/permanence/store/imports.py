"""Runs of imports and the lines already taken."""
