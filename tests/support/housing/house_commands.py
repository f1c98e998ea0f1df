"""A house asked by commands, day by day: what tests of handlers, races and reports do again and again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, Event, encode
from housing.commands.houses import FirstTariff, OpenHouse
from housing.commands.lodgings import RecordArrival
from housing.commands.rooms import OpenRoom
from housing.commands.stays import ConfirmStay, HoldStay, RequestStay
from housing.domain.house.house import CollectionMode
from housing.domain.occupant.identity import IdentityGiven
from housing.domain.occupant.kind import OccupantKind
from housing.manifest import MANIFEST
from support.changed import changed
from support.commanded import Commanded
from support.facts import reported
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, sqlite_runtime

HOUSE = "maison-des-internes"
ROOM = "chambre-1"
OPENED_ON = date(2018, 12, 1)
DAY = timedelta(days=1)
_SPRING = datetime(2019, 3, 4, 9, tzinfo=UTC)
_FILE = "housing_romans.db"
OPENING = OpenHouse(
    HOUSE,
    "Maison des internes",
    "Romans-sur-Isère",
    "12 rue des Remparts",
    "26281",
    135,
    OPENED_ON,
    CollectionMode.REGIE,
    FirstTariff(15_00, 150_00),
)


def request(person: int, arrival_on: date, departure_on: date, /, **changes: Any) -> RequestStay:
    """What the person of that number asks for; every name is invented."""
    asked = RequestStay(
        HOUSE,
        OccupantKind.GP_INTERN,
        "grenoble",
        arrival_on,
        departure_on,
        IdentityGiven(
            "Camille",
            f"Exemple {'abcdefghij'[person % 10]}",
            f"camille.{person}@exemple.fr",
            f"06{person:08d}",
            f"ETU{person:05d}",
        ),
    )
    return changed(asked, **changes)


@dataclass(frozen=True)
class HouseCommands(Commanded):
    """Commands are given on the day that the clock of the runtime shows."""

    def open(self, rooms: int = 1, **changes: Any) -> dict[str, Any]:
        """A house with its rooms `chambre-1`, `chambre-2`…; returns what the house was answered."""
        opening = changed(OPENING, **changes)
        answer = self.do(opening)
        for number in range(1, rooms + 1):
            self.do(OpenRoom(opening.house, f"chambre-{number}", f"Chambre {number}", opening.opened_on))
        return answer

    def request(self, person: int, arrival_on: date, departure_on: date, /, **changes: Any) -> UUID:
        return UUID(self.do(request(person, arrival_on, departure_on, **changes))["stay_id"])

    def confirm(self, stay_id: UUID, room: str = ROOM, held_until: date | None = None) -> None:
        self.do(HoldStay(stay_id, room, held_until or self.today))
        self.do(ConfirmStay(stay_id))

    def lodge(self, person: int, arrival_on: date, departure_on: date, room: str = ROOM, /, **changes: Any) -> UUID:
        """Asked for, promised and begun on the day of the arrival."""
        self.on(arrival_on)
        stay_id = self.request(person, arrival_on, departure_on, **changes)
        self.confirm(stay_id, room)
        self.do(RecordArrival(stay_id, arrival_on))
        return stay_id

    def report(self, *events: Event) -> Receipt:
        return receive(self.runtime, [delivery(event) for event in events])

    def stay(self, stay_id: UUID) -> Mapping[str, Any]:
        """Its row."""
        (found,) = [row for row in rows(self.runtime, "stays") if row["stay_id"] == stay_id]
        return found

    def nights(self, taken_by: UUID) -> list[date]:
        """The nights that a stay or a void has, in whatever room."""
        taken = [row for row in rows(self.runtime, "room_nights") if taken_by in (row["stay_id"], row["void_id"])]
        return sorted(row["night"] for row in taken)

    @property
    def today(self) -> date:
        return self.runtime.clock.now().date()


@contextmanager
def house_commands(directory: Path) -> Iterator[HouseCommands]:
    """A house of Romans with two rooms, on SQLite, three months after it opened."""
    (directory / _FILE).write_bytes(_opened())
    database = Database(f"sqlite+pysqlite:///{directory / _FILE}")
    yield HouseCommands(Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(_SPRING)))
    database.close()


@cache
def _opened() -> bytes:
    """Made once: tests have copies of it."""
    with TemporaryDirectory() as directory:
        runtime = sqlite_runtime(Path(directory), MANIFEST, clock=SetClock(_SPRING))
        HouseCommands(runtime).open(rooms=2)
        runtime.database.close()
        return (Path(directory) / _FILE).read_bytes()


def delivery(event: Event) -> Delivery:
    return Delivery(encode(event), CONTENT_TYPE)


def arrival_report(arrived_on: date, until: date, /, *, partner: str = "hopital", **told: Any) -> Event:
    """A partner says that somebody moved into `chambre-1`, unless `told` says otherwise."""
    data = {"house": HOUSE, "room": ROOM, "occupant_kind": "gp_intern", "university": "grenoble"}
    days = {"arrived_on": arrived_on, "expected_departure_on": until}
    return reported("intern_arrival", arrived_on, data | days | told, partner=partner)


def departure_report(stay_id: UUID, departed_on: date) -> Event:
    return reported("intern_departure", departed_on, {"stay_id": stay_id, "departed_on": departed_on})


def erasure_report(occupant_id: UUID, day: date) -> Event:
    return reported("erasure", day, {"occupant_id": occupant_id})


def told(events: Sequence[Event]) -> list[str]:
    """The names of facts, in order, without owner and version."""
    return [event.type.split(".")[1] for event in events]
