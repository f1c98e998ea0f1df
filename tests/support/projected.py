"""An instance of reporting on a SQLite file, and facts already projected into it, one call a fact."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from chassis.core.antenna import Antenna
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.keyring import KEY_BYTES, Keyring
from chassis.core.runtime import Runtime
from reporting import store
from reporting.manifest import MANIFEST

EVERY_SERVICE = ("permanence", "housing", "reporting")
ROMANS = Antenna("romans", "Romans-sur-Isère", date(2023, 9, 4), None, EVERY_SERVICE, {})


class Projected:
    """Reporting of one antenna; subjects are numbered, so that the same calls make the same rows."""

    def __init__(self, folder: Path, antenna: Antenna = ROMANS) -> None:
        database = Database(f"sqlite+pysqlite:///{folder}/reporting_{antenna.code}.db")
        store.metadata.create_all(database.engine)
        instant = datetime(2024, 7, 1, tzinfo=UTC)
        self.runtime = Runtime(MANIFEST, antenna, database, Keyring(bytes(KEY_BYTES)), SetClock(instant))
        self._numbers: Iterator[int] = iter(range(1, 10**6))

    def patient(self, registered_on: date) -> UUID:
        patient_id = self._subject()
        self._insert(
            store.patients,
            subject=patient_id,
            sequence=1,
            registered_on=registered_on,
            age_band="60-69",
            ald=False,
            no_medecin_traitant_reason="newcomer",
        )
        return patient_id

    def consultation(self, patient_id: UUID, held_on: date) -> None:
        columns = {"sequence": 1, "patient_id": patient_id, "held_on": held_on, "practitioner_kind": "retired_gp"}
        self._insert(store.consultations, subject=self._subject(), **columns)

    def declaration(self, patient_id: UUID, filed_on: date, *, ald: bool) -> None:
        columns = {"sequence": 1, "patient_id": patient_id, "filed_on": filed_on, "channel": "online", "ald": ald}
        self._insert(store.declarations, subject=self._subject(), **columns)

    def stay(self, *, arrived_on: date | None, departed_on: date | None = None) -> None:
        columns = {"house": "maison", "occupant_kind": "gp_intern", "university": "lyon"}
        self._insert(store.stays, subject=self._subject(), arrived_on=arrived_on, departed_on=departed_on, **columns)

    def _subject(self) -> UUID:
        return UUID(int=next(self._numbers))

    def _insert(self, table: sa.Table, **columns: object) -> None:
        code = self.runtime.antenna.code
        with self.runtime.database.engine.begin() as connection:
            connection.execute(sa.insert(table).values(source=f"/{code}/service", antenna=code, **columns))
