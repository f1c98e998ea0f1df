"""Which rooms are free: all nights of a period, or from when to when."""

from typing import Any

from chassis.core.errors import NotFound
from chassis.http.bodies import Answer
from chassis.http.fields import choices, civil_day, flag, part, reference, text, whole
from chassis.http.routes import reading
from housing.http.api import READERS, blueprint
from housing.http.words import PeriodBody, house_code, period_asked, room_code
from housing.queries.availability import free_periods, free_rooms
from housing.store.houses import has_house


class AvailabilityBody(PeriodBody):
    parking = flag("Seulement avec une place de stationnement.", required=False)
    accessible = flag("Seulement accessibles.", required=False)


class FreeRoomAnswer(Answer):
    room_id = reference("La chambre.")
    house = house_code()
    room = room_code()
    label = text("Nom de la chambre.")
    floor = whole("Étage.")
    parking = flag("Avec une place de stationnement.")
    accessible = flag("Accessible.")
    minutes_to_placements = whole("Minutes jusqu'aux terrains de stage.", allow_none=True)


class AvailabilityAnswer(Answer):
    rooms = choices(part(FreeRoomAnswer, "Une chambre."), "Libres toutes ces nuits, par maison.")


class FreePeriodAnswer(Answer):
    first_on = civil_day("Première nuit libre")
    end_on = civil_day("Fin, nuit non libre")


class FreePeriodsOfRoomAnswer(Answer):
    room_id = reference("La chambre.")
    room = room_code()
    label = text("Nom de la chambre.")
    free = choices(part(FreePeriodAnswer, "Une période."), "Dans l'ordre.")


class FreePeriodsAnswer(Answer):
    rooms = choices(part(FreePeriodsOfRoomAnswer, "Une chambre."), "Les chambres ouvertes pendant la période.")


@blueprint.query("/availability", asks=AvailabilityBody, answers=AvailabilityAnswer, roles=READERS)
def read_availability(asked: dict[str, Any]) -> dict[str, Any]:
    """Les chambres libres toutes les nuits d'une période, dans toutes les maisons de l'antenne."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        rooms = free_rooms(session, period, parking=asked["parking"], accessible=asked["accessible"])
    return {"rooms": rooms}


@blueprint.query("/houses/<house>/free-periods", asks=PeriodBody, answers=FreePeriodsAnswer, roles=READERS)
def read_free_periods(asked: dict[str, Any], house: str) -> dict[str, Any]:
    """De quand à quand chaque chambre d'une maison est libre dans une période."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        rooms = free_periods(session, house, period)
        if not rooms and not has_house(session, house):
            raise NotFound
    return {
        "rooms": [
            {
                "room_id": room.room_id,
                "room": room.room,
                "label": room.label,
                "free": [{"first_on": free.first, "end_on": free.end} for free in room.free],
            }
            for room in rooms
        ]
    }
