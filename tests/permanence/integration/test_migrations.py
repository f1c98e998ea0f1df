"""The permanence's migrations, on the databases of both profiles."""

from permanence.manifest import MANIFEST
from support.migration_behaviour import MigrationBehaviour, OnPostgreSQL, OnSQLite


class PermanenceMigrations(MigrationBehaviour):
    manifest = MANIFEST


class TestOnSQLite(OnSQLite, PermanenceMigrations): ...


class TestOnPostgreSQL(OnPostgreSQL, PermanenceMigrations): ...
