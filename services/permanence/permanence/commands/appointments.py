"""Appointments, walk-ins and the waiting list."""
