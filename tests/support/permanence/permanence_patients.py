"""A permanence asked about patients by commands, day by day; every name and number in it is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.audit import identities_read
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.runtime import Runtime
from permanence.commands.patients import CorrectIdentity, RegisterPatient
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import Identity, IdentityGiven
from permanence.manifest import MANIFEST
from permanence.queries.search import Found, found_patients, identity_of
from support.changed import changed
from support.commanded import Commanded
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna

OPENED_ON = date(2023, 9, 4)
TODAY = date(2023, 11, 6)
NOBODY = UUID(int=0)
# As in the antenna file of Romans: 60 or an ALD that is proven, and two communes.
RULE = {
    "version": "2023-09",
    "starts_on": OPENED_ON,
    "label": "60 ans ou plus, ou en ALD",
    "min_age": 60,
    "or_ald": True,
    "needs_proof_of_ald": True,
    "communes": ["26281", "26057"],
}
REGISTER = RegisterPatient(
    TODAY, IdentityGiven(date(1950, 6, 30)), "26281", False, NoMedecinTraitantReason.DOCTOR_RETIRED
)
# A test matricule (INS-NIR-TEST): born in August 1950, of the first sex, its key right.
INS = "1500826281001" + f"{97 - 1500826281001 % 97:02d}"


def registration(**changes: Any) -> RegisterPatient:
    return changed(REGISTER, **changes)


def person(number: int, /, **changes: Any) -> RegisterPatient:
    """The person of that number, whom nobody resembles."""
    name = "".join("abcdefghij"[int(digit)] for digit in f"{number:04d}")
    known = {
        "birth_on": date(1930 + number % 30, 1 + number % 12, 1 + number % 28),
        "birth_name": f"Exemple {name}",
        "given_names": "Camille",
        "phone": f"06{number:08d}",
    }
    return changed(REGISTER, **{**known, **changes})


@dataclass(frozen=True)
class Patients(Commanded):
    """Commands are given on the day that the clock of the runtime shows."""

    def register(self, command: RegisterPatient = REGISTER, **changes: Any) -> UUID:
        return UUID(self.do(changed(command, **changes))["patient_id"])

    def row(self, patient_id: UUID) -> Mapping[str, Any]:
        (found,) = [row for row in rows(self.runtime, "patients") if row["patient_id"] == patient_id]
        return found

    def identity(self, patient_id: UUID, reader: str = "alix") -> Identity | None:
        with identities_read(self.runtime, reader, "test.identity") as reading:
            return identity_of(reading, patient_id)

    def search(self, name: str | None = None, birth_on: date | None = None, phone: str | None = None) -> list[UUID]:
        with identities_read(self.runtime, "alix", "test.search") as reading:
            found: list[Found] = [
                *found_patients(reading, self.runtime.keyring, name=name, birth_on=birth_on, phone=phone)
            ]
        return [one.patient_id for one in found]

    def audited(self) -> list[tuple[str, str, str]]:
        """Who read whom, by which action."""
        with self.runtime.database.engine.connect() as connection:
            columns = tables.audit.c.person, tables.audit.c.action, tables.audit.c.object
            return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(tables.audit.c.at))]


def patients_of(database: Database, **parameters: Any) -> Patients:
    """The permanence of Romans on a database that has its tables, on `TODAY`."""
    antenna = an_antenna(parameters={"permanence": {"eligibility": [RULE], **parameters}})
    clock = SetClock(datetime.combine(TODAY, time(9), UTC))
    return Patients(Runtime(MANIFEST, antenna, database, KEYRING, clock))


def correction(patient_id: UUID, command: RegisterPatient, **changes: Any) -> CorrectIdentity:
    """The identity of a registration, written anew with changes."""
    return changed(CorrectIdentity(patient_id, command.identity), **changes)
