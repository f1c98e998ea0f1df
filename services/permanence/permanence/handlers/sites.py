"""Sites, their rooms, hours, closures and signed documents."""

from collections.abc import Mapping

from chassis.core.manifest import Handler

HANDLERS: Mapping[type, Handler] = {}
