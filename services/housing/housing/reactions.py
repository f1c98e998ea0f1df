"""One function per partner's report: applied as the command that it amounts to, or refused by the rule it breaks.

A report whose effect is there already, because it comes late or again, changes nothing and is not refused.
"""

from collections.abc import Mapping

from chassis.core.claims import applying
from chassis.core.manifest import Reaction
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from housing.commands.lodgings import RecordArrival, RecordDeparture
from housing.commands.occupants import EraseOccupant
from housing.domain.house.rules import RoomUnknown
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.period import Period
from housing.domain.stay.stay import Stay
from housing.handlers.lodgings import arrive_unannounced, record_arrival, record_departure
from housing.handlers.occupants import erase_occupant
from housing.store.houses import known_house, lock_rooms, room_named
from housing.store.registry import RefusedReport
from housing.store.stays import known_stay, lock_occupant, stay_arrived


def on_intern_arrival_reported(event: Event, work: UnitOfWork) -> None:
    told = event.data
    house = known_house(work.session, told["house"])
    room_id = room_named(work.session, house.code, told["room"])
    if stay_id := told.get("stay_id"):
        stay = known_stay(work.session, stay_id)
        if (stay.house, stay.room_id) != (house.code, room_id):
            raise RoomUnknown("Ce séjour n'a pas cette chambre.")
        if stay.arrived_on != told["arrived_on"]:
            record_arrival(RecordArrival(stay_id, told["arrived_on"]), work)
        return
    room = lock_rooms(work, [room_id])[room_id]
    kind, university = OccupantKind(told["occupant_kind"]), told["university"]
    there = stay_arrived(work.session, room_id, told["arrived_on"])
    if there is None or (there.kind, there.university) != (kind, university):
        period = Period(told["arrived_on"], told["expected_departure_on"])
        arrive_unannounced(work, house, room, kind, university, period)


def on_intern_departure_reported(event: Event, work: UnitOfWork) -> None:
    stay: Stay = known_stay(work.session, event.data["stay_id"])
    if stay.departed_on != event.data["departed_on"]:
        record_departure(RecordDeparture(stay.stay_id, event.data["departed_on"]), work)


def on_erasure_reported(event: Event, work: UnitOfWork) -> None:
    occupant = lock_occupant(work, event.data["occupant_id"])
    if occupant.erased_on is None:
        erase_occupant(EraseOccupant(occupant.occupant_id), work)


REACTIONS: Mapping[str, Reaction] = applying(
    {
        "partners.intern_arrival_reported.v1": on_intern_arrival_reported,
        "partners.intern_departure_reported.v1": on_intern_departure_reported,
        "partners.erasure_reported.v1": on_erasure_reported,
    },
    RefusedReport,
)
