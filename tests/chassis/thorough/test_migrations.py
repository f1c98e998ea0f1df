"""The chassis's own migrations, with the sample's after them, on SQLite."""

from support.migration_behaviour import OnSQLite
from support.sample_migration_behaviour import SampleMigrations


class TestOnSQLite(OnSQLite, SampleMigrations): ...
