"""A house like that of Romans, its rooms, stays and requests, as tests of the domain want them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from housing.domain.house.house import CollectionMode, House, HouseOpened
from housing.domain.house.room import Room
from housing.domain.money.tariff import Tariff
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import StayRequested
from housing.domain.stay.limit import StayLimit
from housing.domain.stay.period import Period
from housing.domain.stay.state import Wishes
from housing.domain.stay.stay import Stay
from housing.domain.stay.waiting_list import Request
from housing.occupant_kinds import occupant_kinds

CODE = "maison-des-internes"
OPENED_ON = date(2018, 12, 1)
TARIFF = Tariff(OPENED_ON, None, night_cents=15_00, month_cents=150_00)
SEMESTER = Period(date(2019, 5, 2), date(2019, 11, 2))
REQUESTED_ON = date(2019, 3, 4)
REQUESTED_AT = datetime(2019, 3, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def open_house(**changes: Any) -> tuple[House, HouseOpened]:
    asked = {
        "code": CODE,
        "label": "Maison des internes",
        "town": "Romans-sur-Isère",
        "address": "12 rue des Remparts",
        "commune": "26281",
        "area_m2": 135,
        "opened_on": OPENED_ON,
        "collection": CollectionMode.REGIE,
        "tariff": TARIFF,
    }
    return House.open(UUID(int=1), **{**asked, **changes})


def room(number: int, house: House | None = None, **changes: Any) -> Room:
    asked = {
        "code": f"chambre-{number}",
        "label": f"Chambre {number}",
        "parking": False,
        "minutes_to_placements": None,
        "accessible": False,
        "floor": 0,
        "opened_on": OPENED_ON,
    }
    return Room.open(UUID(int=number), house or open_house()[0], **{**asked, **changes})[0]


def limit(kind: OccupantKind = OccupantKind.GP_INTERN, *others: Period) -> StayLimit:
    """That of somebody who has these other stays."""
    return StayLimit(occupant_kinds(), kind, others)


def request_stay(**changes: Any) -> tuple[Stay, StayRequested]:
    asked = {
        "house": open_house()[0],
        "occupant_id": UUID(int=7),
        "limit": limit(),
        "university": "grenoble",
        "period": SEMESTER,
        "wishes": Wishes(),
        "requested_at": REQUESTED_AT,
        "today": REQUESTED_ON,
    }
    return Stay.request(UUID(int=100), **{**asked, **changes})


def request(number: int, kind: OccupantKind = OccupantKind.GP_INTERN, **changes: Any) -> Request:
    """The request of that number came that many minutes after the first."""
    asked = {
        "house": CODE,
        "kind": kind,
        "period": SEMESTER,
        "wishes": Wishes(),
        "requested_at": REQUESTED_AT + timedelta(minutes=number),
    }
    return Request(UUID(int=number), **{**asked, **changes})
