"""The house's migrations, on the databases of both profiles."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core.clock import SetClock
from chassis.core.migrate import migrate
from chassis.core.revisions import heads
from chassis.core.runtime import Runtime
from housing.commands.lodgings import RecordDeparture
from housing.manifest import MANIFEST
from housing.store.stays import stays
from support.housing.house_commands import HouseCommands
from support.migration_behaviour import MigrationBehaviour, NewDatabase, OnPostgreSQL, OnSQLite
from support.runtimes import KEYRING, an_antenna, instance_of

NOVEMBER, MARCH, MAY = date(2023, 11, 2), date(2024, 3, 1), date(2024, 5, 2)
THERE, LEFT, LEFT_LATER = (UUID(int=number) for number in (1, 2, 3))
AS_FIRST_KNOWN = sa.table(
    "stays",
    sa.column("stay_id", sa.Uuid),
    sa.column("version", sa.BigInteger),
    sa.column("house", sa.String),
    sa.column("occupant_kind", sa.String),
    sa.column("university", sa.String),
    sa.column("arrived_on", sa.Date),
    sa.column("expected_departure_on", sa.Date),
    sa.column("departed_on", sa.Date),
)


class HousingMigrations(MigrationBehaviour):
    manifest = MANIFEST

    def test_stays_recorded_before_there_were_rooms_go_on_without_any(self, new_database: NewDatabase) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0001")
        with database.engine.begin() as connection:
            connection.execute(
                sa.insert(AS_FIRST_KNOWN),
                [_known(THERE, None), _known(LEFT, MARCH), _known(LEFT_LATER, MAY.replace(day=9))],
            )

        assert migrate(instance_of(database, MANIFEST)) == heads(MANIFEST.migrations)

        with database.engine.connect() as connection:
            rows = {row["stay_id"]: row for row in connection.execute(sa.select(stays)).mappings()}
        there = {
            "version": 1,
            "occupant_kind": "gp_intern",
            "room_id": None,
            "occupant_id": None,
            "requested_at": datetime(2023, 11, 2, tzinfo=UTC),
            "arrival_on": NOVEMBER,
            "arrived_on": NOVEMBER,
            "departure_on": MAY,
            "departed_on": None,
            "state": "arrived",
            "quote_cents": 0,
            "price_cents": None,
            "wants_parking": False,
            "overrun_authorised": False,
            "consents_to_contact": False,
        }
        left = {"version": 2, "departed_on": MARCH, "departure_on": MAY, "state": "departed", "price_cents": 0}
        assert rows[THERE] == {**rows[THERE], **there}
        assert rows[LEFT] == {**rows[LEFT], **there, **left}
        assert rows[LEFT_LATER]["departure_on"] == rows[LEFT_LATER]["departed_on"] == MAY.replace(day=9)
        house = HouseCommands(
            Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(datetime(2024, 5, 2, 9, tzinfo=UTC)))
        )
        house.open(1)
        assert house.do(RecordDeparture(THERE, MARCH))["price_cents"] == 0
        assert (house.stay(THERE)["version"], house.stay(THERE)["state"]) == (2, "departed")


def _known(stay_id: UUID, departed_on: date | None) -> dict[str, Any]:
    return {
        "stay_id": stay_id,
        "version": 1 if departed_on is None else 2,
        "house": "maison-des-internes",
        "occupant_kind": "gp_intern",
        "university": "lyon",
        "arrived_on": NOVEMBER,
        "expected_departure_on": MAY,
        "departed_on": departed_on,
    }


class TestOnSQLite(OnSQLite, HousingMigrations): ...


class TestOnPostgreSQL(OnPostgreSQL, HousingMigrations): ...
