"""Costs over HTTP."""
