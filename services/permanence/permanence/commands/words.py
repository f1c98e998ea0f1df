"""What several commands ask for alike."""

from typing import Annotated
from uuid import UUID

from kernel.said import TIME_OF_DAY, Between, Longest
from permanence.domain.session.roster import LEAST_SLOT_MINUTES, MOST_SLOT_MINUTES

LONGEST_CODE = 63
LONGEST_NAME = 120
LONGEST_NUMBER = 40

SiteCode = Annotated[str, "Code du site, par exemple pouchelon.", Longest(LONGEST_CODE)]
RoomCode = Annotated[str, "Code du cabinet dans son site, par exemple cabinet-1.", Longest(LONGEST_CODE)]
ThePractitioner = Annotated[UUID, "Le praticien."]
ThePatient = Annotated[UUID, "Le patient."]
TheSession = Annotated[UUID, "La plage."]
SlotNumber = Annotated[int, "Numéro du créneau, à partir de 1.", Between(1, 1_000)]
Starts = Annotated[int, "Début, à un quart d'heure juste", TIME_OF_DAY]
Ends = Annotated[int, "Fin, à un quart d'heure juste", TIME_OF_DAY]
SlotMinutes = Annotated[int, "Durée d'un créneau, en minutes.", Between(LEAST_SLOT_MINUTES, MOST_SLOT_MINUTES)]
Weekday = Annotated[int, "Jour de la semaine ; 0 : lundi.", Between(0, 6)]
