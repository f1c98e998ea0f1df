"""One function per command: load, call the aggregate, save; the table is the whole behaviour of the house."""

from collections.abc import Mapping

from chassis.core.manifest import Handler
from housing.handlers import files, houses, lodgings, money, occupants, plans, rooms, stays

HANDLERS: Mapping[type, Handler] = {
    **houses.HANDLERS,
    **rooms.HANDLERS,
    **stays.HANDLERS,
    **lodgings.HANDLERS,
    **occupants.HANDLERS,
    **plans.HANDLERS,
    **files.HANDLERS,
    **money.HANDLERS,
}
