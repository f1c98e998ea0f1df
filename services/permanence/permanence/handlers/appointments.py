"""Appointments, walk-ins and the waiting list."""

from collections.abc import Mapping

from chassis.core.manifest import Handler

HANDLERS: Mapping[type, Handler] = {}
