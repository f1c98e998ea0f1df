"""What several commands, outcomes and read models say alike: which house, room, stay, and its days."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import Between, Longest

LONGEST_CODE = 63
LONGEST_NAME = 120
# A whole number that is answered between the bounds of one that is asked for.
ANY_NUMBER = Between(0, 1_000_000_000)

HouseCode = Annotated[str, "Code de la maison, par exemple maison-des-internes.", Longest(LONGEST_CODE)]
RoomCode = Annotated[str, "Code de la chambre dans sa maison, par exemple chambre-1.", Longest(LONGEST_CODE)]
StayId = Annotated[UUID, "Le séjour."]
RoomId = Annotated[UUID, "La chambre."]
FirstNight = Annotated[date, "Première nuit"]
DepartureDay = Annotated[date, "Départ, nuit non passée"]


@dataclass(frozen=True, slots=True)
class HouseReference:
    house_id: Annotated[UUID, "La maison."]


@dataclass(frozen=True, slots=True)
class StayReference:
    stay_id: StayId
