"""A permanence asked by commands, day by day: its site, its people, and what its rules refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.core.clock import SetClock
from permanence.commands.practitioners import AgreeMSU, EmployPractitioner
from permanence.commands.sites import OpenSite, RoomAsked
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.manifest import MANIFEST
from support.commanded import Commanded
from support.permanence.permanence_places import OPENED_ON, RPPS, SITE, WEEK
from support.runtimes import sqlite_runtime

A_MONDAY = date(2024, 3, 4)
ROOM = "cabinet-1"
OPENING = OpenSite(
    SITE,
    "Pôle santé Pouchelon",
    "26281",
    OPENED_ON,
    rooms=(RoomAsked(ROOM, "Cabinet 1"), RoomAsked("cabinet-2", "Cabinet 2")),
    hours=WEEK,
    phone="04 75 00 00 00",
)


@dataclass(frozen=True)
class PermanenceCommands(Commanded):
    """Commands are given on the day that the clock of the runtime shows."""

    def open_site(self, **changes: Any) -> dict[str, Any]:
        return self.do(replace(OPENING, **changes))

    def employ(
        self, kind: PractitionerKind = PractitionerKind.RETIRED_GP, rpps: str | None = RPPS[0], **changes: Any
    ) -> UUID:
        """Somebody under contract since the opening; every name is invented."""
        asked = EmployPractitioner(rpps, "Dr Exemple", kind, "Oxance", OPENED_ON, 4)
        return UUID(self.do(replace(asked, **changes))["practitioner_id"])

    def agree_msu(self, practitioner_id: UUID, msu_from: date = OPENED_ON, msu_until: date | None = None) -> None:
        self.do(AgreeMSU(practitioner_id, msu_from, msu_until))


@contextmanager
def permanence_commands(directory: Path) -> Iterator[PermanenceCommands]:
    """A permanence of Romans on SQLite, with nothing in it yet, six months after it opened."""
    runtime = sqlite_runtime(directory, MANIFEST, clock=SetClock(datetime.combine(A_MONDAY, time(9), UTC)))
    yield PermanenceCommands(runtime)
    runtime.database.close()
