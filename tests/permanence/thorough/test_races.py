"""Sixteen racers for one slot, one room, one practitioner, on SQLite."""

from support.migration_behaviour import OnSQLite
from support.permanence.permanence_races import PermanenceRaces


class TestOnSQLite(OnSQLite, PermanenceRaces):
    # Whoever waits for SQLite's one writer sleeps up to a tenth of a second: at the end of a round nobody else uses it.
    abreast = 10
    # One writer at a time: what sixty rounds may find between two writers is not there to be found.
    rounds = 12
