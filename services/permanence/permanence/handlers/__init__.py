"""One function per command: load, call the aggregate, save; the table is the whole behaviour of the permanence."""

from collections.abc import Mapping

from chassis.core.manifest import Handler
from permanence.handlers import (
    acts,
    appointments,
    costs,
    declarations,
    departures,
    imports,
    months,
    patient_files,
    patients,
    practitioners,
    sessions,
    sites,
    waiting_list,
)

HANDLERS: Mapping[type, Handler] = {
    **sites.HANDLERS,
    **practitioners.HANDLERS,
    **sessions.HANDLERS,
    **appointments.HANDLERS,
    **waiting_list.HANDLERS,
    **patients.HANDLERS,
    **patient_files.HANDLERS,
    **departures.HANDLERS,
    **acts.HANDLERS,
    **declarations.HANDLERS,
    **costs.HANDLERS,
    **imports.HANDLERS,
    **months.HANDLERS,
}
