"""Sixteen racers for one slot, one room, one practitioner, on PostgreSQL."""

from support.migration_behaviour import OnPostgreSQL
from support.permanence.permanence_races import PermanenceRaces


class TestOnPostgreSQL(OnPostgreSQL, PermanenceRaces): ...
