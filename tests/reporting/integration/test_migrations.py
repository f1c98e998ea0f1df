"""Reporting's migrations, on the databases of both profiles."""

from reporting.manifest import MANIFEST
from support.migration_behaviour import MigrationBehaviour, OnPostgreSQL, OnSQLite


class ReportingMigrations(MigrationBehaviour):
    manifest = MANIFEST


class TestOnSQLite(OnSQLite, ReportingMigrations): ...


class TestOnPostgreSQL(OnPostgreSQL, ReportingMigrations): ...
