"""Reporting's migrations, on the databases of both profiles."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from chassis.core.migrate import migrate
from chassis.core.revisions import heads
from reporting.housing.projections import dues, stays
from reporting.manifest import MANIFEST
from support.migration_behaviour import MigrationBehaviour, NewDatabase, OnPostgreSQL, OnSQLite
from support.runtimes import instance_of


class ReportingMigrations(MigrationBehaviour):
    manifest = MANIFEST

    def test_a_stay_projected_before_persons_were_told_is_kept_without_one(self, new_database: NewDatabase) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0001")
        known: dict[str, Any] = {
            "source": "/romans/housing",
            "subject": UUID(int=1),
            "antenna": "romans",
            "arrival_sequence": 1,
            "house": "maison-des-internes",
            "occupant_kind": "gp_intern",
            "university": "lyon",
            "arrived_on": date(2023, 11, 2),
            "expected_departure_on": date(2024, 5, 2),
        }
        with database.engine.begin() as connection:
            former = stays.to_metadata(sa.MetaData(), name="stays")
            connection.execute(sa.insert(former).values(known))
        assert migrate(instance_of(database, MANIFEST)) == heads(MANIFEST.migrations)
        with database.engine.connect() as connection:
            (row,) = connection.execute(sa.select(stays)).mappings()
        assert dict(row) == dict(row) | known | {"occupant_id": None}


class TestOnSQLite(OnSQLite, ReportingMigrations): ...


class TestOnPostgreSQL(OnPostgreSQL, ReportingMigrations):
    def test_a_worker_of_before_the_names_of_services_goes_on_writing_under_those_it_knows(
        self, new_database: NewDatabase
    ) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0004")
        former = dues.to_metadata(sa.MetaData(), name="dues")
        told = postgresql.insert(former)
        newer = told.on_conflict_do_update(
            index_elements=["source", "due_id"],
            set_={"amount_cents": told.excluded.amount_cents, "sequence": told.excluded.sequence},
            where=former.c.sequence < told.excluded.sequence,
        )
        due = {"source": "/romans/housing", "due_id": UUID(int=1), "antenna": "romans", "house": "maison"}
        with database.engine.begin() as connection:
            for sequence, amount_cents in ((2, 15_000), (1, 99), (3, 12_000)):
                row = due | {"month_on": date(2024, 6, 1), "sequence": sequence, "amount_cents": amount_cents}
                connection.execute(newer, row)
        with database.engine.connect() as connection:
            assert connection.execute(sa.select(dues.c.amount_cents)).scalars().all() == [12_000]
