"""Accounts of facts sent and received, on SQLite."""

from support.accounts_behaviour import AccountsBehaviour
from support.migration_behaviour import OnSQLite


class TestOnSQLite(OnSQLite, AccountsBehaviour): ...
