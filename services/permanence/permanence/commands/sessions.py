"""Consultation sessions and the roster they come from."""
