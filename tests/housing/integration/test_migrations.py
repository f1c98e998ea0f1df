"""The house's migrations, on the databases of both profiles."""

from housing.manifest import MANIFEST
from support.migration_behaviour import MigrationBehaviour, OnPostgreSQL, OnSQLite


class HousingMigrations(MigrationBehaviour):
    manifest = MANIFEST


class TestOnSQLite(OnSQLite, HousingMigrations): ...


class TestOnPostgreSQL(OnPostgreSQL, HousingMigrations): ...
