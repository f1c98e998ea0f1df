"""What is told of houses and rooms; what people read of a house, its prices and priorities stay in it."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from housing.domain.house.house import ConventionSigned, HouseOpened
from housing.domain.house.room import RoomClosed, RoomOpened, RoomRestored, RoomVoided


def published_houses(fact: object) -> Iterator[Publication]:
    match fact:
        case HouseOpened():
            yield Publication(
                "housing.house_opened.v1", fact.house_id, told(fact, "house", "commune", "area_m2", "opened_on")
            )
        case RoomOpened():
            yield Publication(
                "housing.room_opened.v1", fact.room_id, told(fact, "room_id", "house", "room", "opened_on")
            )
        case RoomClosed():
            yield Publication("housing.room_closed.v1", fact.room_id, told(fact, "room_id", "house", "closed_on"))
        case RoomVoided():
            parts = told(fact, "void_id", "room_id", "house", "from_on", "until_on", "reason")
            yield Publication("housing.room_voided.v1", fact.room_id, parts)
        case RoomRestored():
            parts = told(fact, "void_id", "room_id", "house", "restored_on")
            yield Publication("housing.room_restored.v1", fact.room_id, parts)
        case ConventionSigned():
            terms = fact.convention
            yield Publication(
                "housing.convention_signed.v1",
                fact.house_id,
                {
                    **told(fact, "convention_id", "house"),
                    **told(terms, "starts_on", "ends_on", "interns_per_year"),
                    "shares": [{"party": party.code, "weight": party.weight} for party in terms.parties],
                },
            )
