"""Patients on the migrated databases of both profiles."""

from support.migration_behaviour import OnPostgreSQL, OnSQLite
from support.permanence.patient_behaviour import PatientBehaviour


class TestOnSQLite(OnSQLite, PatientBehaviour): ...


class TestOnPostgreSQL(OnPostgreSQL, PatientBehaviour): ...
