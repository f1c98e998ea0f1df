"""Appointments and the waiting list."""
