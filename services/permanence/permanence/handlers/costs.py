"""What the permanence costs, brings in and is compared with."""

from collections.abc import Mapping

from chassis.core.manifest import Handler

HANDLERS: Mapping[type, Handler] = {}
