"""A permanence that files of other software come into: how they are written, and what they say by default."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from chassis.core.clock import SetClock
from permanence.commands.practitioners import EmployPractitioner
from permanence.commands.sessions import OpenSession
from permanence.commands.sites import OpenSite, RoomAsked
from permanence.domain.imported.imported import ImportKind, LegalBasis
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.site.opening_hours import OpenHours
from permanence.imports.run import Report, Wanted, import_file
from permanence.manifest import MANIFEST
from support.commanded import Commanded
from support.runtimes import an_antenna, sqlite_runtime

SOURCE = "logiciel"
SITE = "pouchelon"
RPPS = "10002909371"
OPENED_ON, TODAY = date(2023, 9, 4), date(2023, 11, 6)
NOW = datetime(2023, 11, 6, 18, tzinfo=UTC)
COLUMNS: Mapping[ImportKind, Sequence[str]] = {
    ImportKind.PATIENTS: (
        *("external_id", "registered_on", "birth_on", "birth_name", "given_names", "commune", "ald"),
        *("no_medecin_traitant_reason",),
    ),
    ImportKind.APPOINTMENTS: ("external_id", "patient", "practitioner_rpps", "day", "starts", "state"),
    ImportKind.ACTS: ("external_id", "patient", "held_on", "practitioner_rpps", "appointment"),
    ImportKind.DECLARATIONS: ("external_id", "patient", "filed_on", "practitioner_rpps", "channel"),
    ImportKind.PEOPLE_WITHOUT_GP: ("counted_on", "commune", "group", "people"),
    ImportKind.INVITATIONS: ("birth_name", "given_names", "birth_on", "commune", "address"),
}
# Headings are the fields' own names here: how they are told apart is the mapping's test.
IMPORTS = {SOURCE: {kind.value: {"columns": {name: name for name in names}} for kind, names in COLUMNS.items()}}

A_PATIENT = ("D1", "30/10/2023", "13/07/1931", "Dupont", "Jeanne", "26281", "oui", "doctor_retired")
AN_APPOINTMENT = ("R1", "D1", RPPS, "06/11/2023", "09:20", "booked")
AN_ACT = ("A1", "D1", "06/11/2023", RPPS, "")
A_DECLARATION = ("M1", "D1", "06/11/2023", RPPS, "online")
A_COUNT = ("01/01/2023", "26281", "all", "2500")
AN_INVITATION = ("Martin", "Paul", "02/03/1950", "26281", "1 rue Basse")


@dataclass(frozen=True)
class Importing(Commanded):
    """A permanence with one retired doctor, whose session of the day is open."""

    def bring(
        self,
        kind: ImportKind,
        *rows: Sequence[str],
        legal_basis: LegalBasis | None = None,
        controller: str | None = None,
    ) -> Report:
        """Imports a file with these rows."""
        wanted = Wanted(source=SOURCE, kind=kind, legal_basis=legal_basis, controller=controller)
        return import_file(self.runtime, wanted, content_of(kind, *rows))


def content_of(kind: ImportKind, *rows: Sequence[str]) -> bytes:
    return "".join(";".join(row) + "\n" for row in (COLUMNS[kind], *rows)).encode()


def changed(row: Sequence[str], kind: ImportKind, **cells: str) -> tuple[str, ...]:
    """The row with other cells."""
    return tuple(cells.get(name, cell) for name, cell in zip(COLUMNS[kind], row, strict=True))


@contextmanager
def importing(directory: Path) -> Iterator[Importing]:
    antenna = an_antenna(opened_on=OPENED_ON, parameters={"permanence": {"imports": IMPORTS}})
    runtime = sqlite_runtime(directory, MANIFEST, antenna=antenna, clock=SetClock(NOW))
    place = Importing(runtime)
    try:
        open_session(place)
        yield place
    finally:
        runtime.database.close()


def open_session(place: Importing) -> None:
    hours = tuple(OpenHours(weekday, 9 * 60, 18 * 60) for weekday in range(5))
    rooms = (RoomAsked("cabinet-1", "Cabinet 1"),)
    place.do(OpenSite(SITE, "Pôle santé Pouchelon", "26281", OPENED_ON, rooms, hours))
    kind = PractitionerKind.RETIRED_GP
    employed = place.do(EmployPractitioner(RPPS, "Dr Exemple", kind, "oxance", OPENED_ON, 4))
    practitioner_id = UUID(employed["practitioner_id"])
    place.do(OpenSession(SITE, "cabinet-1", practitioner_id, TODAY, 9 * 60, 12 * 60, 20))
