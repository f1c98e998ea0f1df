"""An instance of reporting on a SQLite file, and facts already projected into it, one call a fact."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core.antenna import Antenna
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.keyring import KEY_BYTES, Keyring
from chassis.core.runtime import Runtime
from contracts.permanence.counts import Row
from reporting import store
from reporting.housing import projections as housing
from reporting.manifest import MANIFEST
from reporting.permanence import projections as permanence
from reporting.permanence.counts.table import counts

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
        """Returns the reference; what is counted of patients is to be told besides, by `counted`."""
        month_on = registered_on.replace(day=1)
        return self._insert(permanence.patients, subject=self._subject(), sequence=1, month_on=month_on)

    def consultation(self, held_on: date) -> None:
        columns = {"sequence": 1, "held_on": held_on, "practitioner_kind": "retired_gp"}
        self._insert(permanence.consultations, subject=self._subject(), **columns)

    def declaration(self, filed_on: date) -> None:
        self._insert(permanence.declarations, subject=self._subject(), sequence=1, month_on=filed_on.replace(day=1))

    def nurse_act(self, held_on: date) -> None:
        self._insert(permanence.nurse_acts, subject=self._subject(), sequence=1, month_on=held_on.replace(day=1))

    def counted(self, figure: str, month_on: date, *rows: Row) -> None:
        for row in rows:
            self._insert(counts, figure=figure, month_on=month_on, sequence=1, **asdict(row))

    def expense(self, month_on: date, amount_cents: int, *, stage: str = "actual", **told: object) -> None:
        """Paid and borne by nobody in particular, unless something else is said."""
        columns = {"month_on": month_on, "amount_cents": amount_cents, "stage": stage, "in_kind": False} | told
        self._insert(permanence.costs, subject=self._subject(), **columns)

    def receipt(self, month_on: date, amount_cents: int, *, kind: str = "fees", **told: object) -> None:
        columns = {"month_on": month_on, "amount_cents": amount_cents, "stage": "actual", "receipt_kind": kind} | told
        self._insert(permanence.receipts, subject=self._subject(), **columns)

    def stay(self, *, arrived_on: date | None, departed_on: date | None = None, **told: object) -> UUID:
        """Of a GP intern of Lyon, until 30 June 2024 unless a departure or something else is said."""
        columns = {"house": "maison", "occupant_kind": "gp_intern", "university": "lyon"}
        days = {"arrived_on": arrived_on, "departed_on": departed_on, "expected_departure_on": date(2024, 6, 30)}
        return self._insert(housing.stays, subject=self._subject(), **(columns | days | told))

    def extension(self, stay_id: UUID, departure_on: date, *, sequence: int = 2) -> None:
        self._insert(housing.extensions, subject=stay_id, sequence=sequence, departure_on=departure_on)

    def step(self, stay_id: UUID, sequence: int, step: str, step_on: date) -> None:
        self._insert(housing.stay_steps, subject=stay_id, sequence=sequence, house="maison", step=step, step_on=step_on)

    def room(self, opened_on: date, closed_on: date | None = None) -> UUID:
        return self._insert(
            housing.rooms, subject=self._subject(), house="maison", opened_on=opened_on, closed_on=closed_on
        )

    def void(self, room_id: UUID, from_on: date | None, until_on: date | None, restored_on: date | None = None) -> None:
        days = {"from_on": from_on, "until_on": until_on, "restored_on": restored_on}
        self._insert(housing.voids, void_id=self._subject(), room_id=room_id, **days)

    def convention(
        self, starts_on: date, ends_on: date | None, *shares: tuple[str, int], per_year: int = 10, **told: object
    ) -> None:
        columns = {"house": "maison", "starts_on": starts_on, "ends_on": ends_on, "interns_per_year": per_year} | told
        self._insert(
            housing.conventions, convention_id=self._subject(), sequence=1, shares=json.dumps(shares), **columns
        )

    def due(self, month_on: date, amount_cents: int, **told: object) -> None:
        columns = {"house": "maison", "month_on": month_on, "amount_cents": amount_cents} | told
        self._insert(housing.dues, due_id=self._subject(), sequence=1, **columns)

    def payment(self, paid_on: date, amount_cents: int) -> None:
        columns = {"sequence": 1, "house": "maison", "paid_on": paid_on, "amount_cents": amount_cents}
        self._insert(housing.payments, payment_id=self._subject(), **columns)

    def cost(self, incurred_on: date, amount_cents: int, kind: str = "rent", **told: object) -> None:
        columns = {"house": "maison", "incurred_on": incurred_on, "amount_cents": amount_cents, "cost_kind": kind}
        self._insert(housing.costs, subject=self._subject(), **(columns | told))

    def _subject(self) -> UUID:
        return UUID(int=next(self._numbers))

    def _insert(self, table: sa.Table, **columns: Any) -> UUID:
        """Returns what the row is about."""
        code = self.runtime.antenna.code
        with self.runtime.database.engine.begin() as connection:
            connection.execute(sa.insert(table).values(source=f"/{code}/service", antenna=code, **columns))
        key: UUID = next(columns[name] for column in table.primary_key if (name := column.name) in columns)
        return key
