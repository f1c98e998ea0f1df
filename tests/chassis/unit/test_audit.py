"""Readings of identities on SQLite; on PostgreSQL and in crowds: tests/chassis/integration/test_audit.py."""

from support.audit_behaviour import AuditBehaviour
from support.migration_behaviour import OnSQLite


class TestAudit(OnSQLite, AuditBehaviour): ...
