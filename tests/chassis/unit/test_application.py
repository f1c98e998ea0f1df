"""Commands on SQLite."""

from support.application_behaviour import ApplicationBehaviour
from support.migration_behaviour import OnSQLite


class TestOnSQLite(OnSQLite, ApplicationBehaviour): ...
