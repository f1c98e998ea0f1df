"""Sixteen racers for one room, on SQLite."""

from support.housing.house_races import HouseRaces
from support.migration_behaviour import OnSQLite


class TestOnSQLite(OnSQLite, HouseRaces):
    # Whoever waits for SQLite's one writer sleeps up to a tenth of a second: at the end of a round nobody else uses it.
    abreast = 10
    # One writer at a time: what sixty rounds may find between two writers is not there to be found.
    rounds = 12
