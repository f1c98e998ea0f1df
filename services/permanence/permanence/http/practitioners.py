"""Practitioners over HTTP."""
