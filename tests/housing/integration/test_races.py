"""Sixteen racers for one room, on PostgreSQL."""

from support.house_races import HouseRaces
from support.migration_behaviour import OnPostgreSQL


class TestOnPostgreSQL(OnPostgreSQL, HouseRaces): ...
