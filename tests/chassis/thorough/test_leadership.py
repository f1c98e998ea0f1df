"""The relay's leadership on SQLite: a lock on a file beside the database."""

from support.leadership_behaviour import LeadershipBehaviour
from support.migration_behaviour import OnSQLite


class TestOnSQLite(OnSQLite, LeadershipBehaviour): ...
