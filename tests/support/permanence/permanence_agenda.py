"""The agenda of a permanence asked by commands: a site of two rooms, two doctors, a nurse, patients, day by day."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from chassis.core.clock import PARIS, SetClock
from chassis.core.database import Database
from chassis.core.runtime import Runtime
from permanence.commands.appointments import BookAppointment
from permanence.commands.patients import RegisterPatient
from permanence.commands.practitioners import EmployPractitioner, StartPlacement
from permanence.commands.sessions import OpenSession
from permanence.commands.sites import OpenSite, RoomAsked
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.site.opening_hours import OpenHours
from permanence.manifest import MANIFEST
from support.changed import changed
from support.commanded import Commanded
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, sqlite_runtime

SITE, ROOM, OTHER_ROOM = "pouchelon", "cabinet-1", "cabinet-2"
OPENED_ON = date(2023, 9, 4)
MONDAY = date(2023, 11, 6)
DAY = timedelta(days=1)
# 08:30 to 12:30, cut into twelve slots of twenty minutes.
MORNING = (8 * 60 + 30, 12 * 60 + 30, 20)
NOBODY = UUID(int=1)
_FILE = "permanence_romans.db"
_DOCTORS = (
    ("Dr Premier", "10002909371", PractitionerKind.RETIRED_GP),
    ("Dr Second", "10005173140", PractitionerKind.SALARIED_GP),
)
_SITE = OpenSite(
    SITE,
    "Pôle santé Pouchelon",
    "26281",
    OPENED_ON,
    (RoomAsked(ROOM, "Cabinet 1"), RoomAsked(OTHER_ROOM, "Cabinet 2")),
    tuple(OpenHours(weekday, 8 * 60, 20 * 60) for weekday in range(5)),
)


@dataclass(frozen=True)
class Agenda(Commanded):
    """Commands are given at the minute that the clock of the runtime shows."""

    def at(self, day: date, hour: int = 8, minute: int = 0) -> None:
        """In Paris."""
        self.set_clock(datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC))

    def employ(self, label: str, rpps: str | None, kind: PractitionerKind, **changes: Any) -> UUID:
        employed = EmployPractitioner(rpps, label, kind, "Oxance", OPENED_ON, 4, msu_from=None)
        return UUID(self.do(replace(employed, **changes))["practitioner_id"])

    def place(self, intern: UUID, *supervisors: UUID, starts_on: date = OPENED_ON, days: int = 180) -> None:
        self.do(StartPlacement(intern, starts_on, starts_on + days * DAY, supervisors, (SITE,)))

    @property
    def doctors(self) -> Sequence[UUID]:
        """Those who were there first, by name."""
        found = sorted(rows(self.runtime, "practitioners"), key=lambda row: str(row["label"]))
        return [row["practitioner_id"] for row in found if row["label"] in {label for label, *_ in _DOCTORS}]

    def patient(self, **changes: Any) -> UUID:
        """Somebody born in 1950, without ALD, unless `changes` says otherwise."""
        today = self.runtime.clock.now().astimezone(PARIS).date()
        person = RegisterPatient(
            today, IdentityGiven(date(1950, 6, 30)), "26281", False, NoMedecinTraitantReason.DOCTOR_RETIRED
        )
        return UUID(self.do(changed(person, **changes))["patient_id"])

    def session(self, practitioner: int = 0, day: date = MONDAY, **changes: Any) -> UUID:
        """A morning of the first doctor in the first room, unless told otherwise."""
        room = (ROOM, OTHER_ROOM)[practitioner]
        asked = OpenSession(SITE, room, self.doctors[practitioner], day, *MORNING)
        return UUID(self.do(replace(asked, **changes))["session_id"])

    def book(self, patient_id: UUID, session_id: UUID, slot: int = 1, **changes: Any) -> UUID:
        return UUID(self.do(replace(BookAppointment(patient_id, session_id, slot), **changes))["appointment_id"])

    def row(self, table: str, reference: UUID) -> Mapping[str, Any]:
        """The row of a table whose key, its first column, this is."""
        (found,) = [row for row in rows(self.runtime, table) if next(iter(row.values())) == reference]
        return found

    def rows(self, table: str) -> Sequence[Mapping[str, Any]]:
        return rows(self.runtime, table)

    def prepare(self) -> None:
        """The site and the doctors."""
        self.do(_SITE)
        for label, rpps, kind in _DOCTORS:
            self.employ(label, rpps, kind)


@contextmanager
def agenda(directory: Path) -> Iterator[Agenda]:
    """On SQLite, at eight in the morning of a Monday of November 2023, two months after the opening."""
    (directory / _FILE).write_bytes(_prepared())
    database = Database(f"sqlite+pysqlite:///{directory / _FILE}")
    made = Agenda(Runtime(MANIFEST, an_antenna(), database, KEYRING, _clock()))
    yield made
    database.close()


def _clock() -> SetClock:
    return SetClock(datetime.combine(MONDAY, time(8), PARIS).astimezone(UTC))


@cache
def _prepared() -> bytes:
    """Made once: tests have copies of it."""
    with TemporaryDirectory() as directory:
        runtime = sqlite_runtime(Path(directory), MANIFEST, clock=_clock())
        Agenda(runtime).prepare()
        runtime.database.close()
        return (Path(directory) / _FILE).read_bytes()
