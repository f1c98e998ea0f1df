"""Readings of identities on PostgreSQL, and by sixteen people at once on both databases."""

from support.audit_behaviour import AuditBehaviour, AuditRaces
from support.migration_behaviour import OnPostgreSQL, OnSQLite


class TestAuditOnPostgreSQL(OnPostgreSQL, AuditBehaviour, AuditRaces): ...


class TestAuditRacesOnSQLite(OnSQLite, AuditRaces): ...
