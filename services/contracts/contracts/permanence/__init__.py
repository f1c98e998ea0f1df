"""Payloads of the facts that a permanence publishes: patients, places, appointments, acts, money."""
