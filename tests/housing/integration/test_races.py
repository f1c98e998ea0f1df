"""Sixteen racers for one room, on PostgreSQL."""

from support.housing.house_races import HouseRaces
from support.migration_behaviour import OnPostgreSQL


class TestOnPostgreSQL(OnPostgreSQL, HouseRaces): ...
