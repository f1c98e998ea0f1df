"""One function per command: load, call the aggregate, save; the table at the foot is the whole behaviour."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands import RecordArrival, RecordDeparture
from housing.domain.stay import Stay
from housing.store import known_stay


def record_arrival(command: RecordArrival, work: UnitOfWork) -> Mapping[str, str]:
    stay, arrived = Stay.arrive(
        new_id(),
        house=command.house,
        occupant_kind=command.occupant_kind,
        university=command.university,
        arrived_on=command.arrived_on,
        expected_departure_on=command.expected_departure_on,
        today=work.today,
    )
    work.save(stay, arrived)
    return {"stay_id": str(stay.stay_id)}


def record_departure(command: RecordDeparture, work: UnitOfWork) -> Mapping[str, str]:
    stay = known_stay(work.session, command.stay_id)
    work.save(stay, stay.depart(command.departed_on, today=work.today))
    return {"stay_id": str(stay.stay_id)}


HANDLERS: Mapping[type, Handler] = {RecordArrival: record_arrival, RecordDeparture: record_departure}
