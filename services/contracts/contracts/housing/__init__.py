"""Payloads of the facts that a house of interns publishes: places, stays, money."""
