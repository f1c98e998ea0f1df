"""Lines that come from other software."""

from collections.abc import Mapping

from chassis.core.manifest import Handler

HANDLERS: Mapping[type, Handler] = {}
