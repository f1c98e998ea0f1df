"""Which rooms are free: all nights of a period, or from when to when."""

from typing import Any

from chassis.http.fields import flag
from chassis.http.routes import reading
from housing.http.api import READERS, blueprint
from housing.http.period import PeriodBody, period_asked
from housing.queries.availability import Availability, FreePeriods, free_periods, free_rooms
from housing.queries.houses import house_of


class AvailabilityBody(PeriodBody):
    parking = flag("Seulement avec une place de stationnement.", required=False)
    accessible = flag("Seulement accessibles.", required=False)


@blueprint.query("/availability", asks=AvailabilityBody, answers=Availability, roles=READERS)
def read_availability(asked: dict[str, Any]) -> Availability:
    """Les chambres libres toutes les nuits d'une période, dans toutes les maisons de l'antenne."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        return Availability(free_rooms(session, period, parking=asked["parking"], accessible=asked["accessible"]))


@blueprint.query("/houses/<house>/free-periods", asks=PeriodBody, answers=FreePeriods, roles=READERS)
def read_free_periods(asked: dict[str, Any], house: str) -> FreePeriods:
    """De quand à quand chaque chambre d'une maison est libre dans une période."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        return FreePeriods(free_periods(session, house_of(session, house).code, period))
