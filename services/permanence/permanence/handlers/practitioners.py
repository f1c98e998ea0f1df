"""Practitioners, their contracts and placements."""

from collections.abc import Mapping

from chassis.core.manifest import Handler

HANDLERS: Mapping[type, Handler] = {}
