"""What passes and what stays; and what a reader may do while another writes."""

import psycopg2
import pytest
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from chassis.core.database import is_transient
from support.migration_behaviour import NewDatabase, OnSQLite


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (exc.OperationalError("", None, Exception()), True),
        (exc.InterfaceError("", None, Exception()), True),
        (exc.DBAPIError("", None, Exception(), connection_invalidated=True), True),
        (exc.TimeoutError(), True),
        (StaleDataError(), True),
        (psycopg2.OperationalError(), True),
        (psycopg2.InterfaceError(), True),
        (psycopg2.errors.DeadlockDetected(), True),
        (psycopg2.errors.SerializationFailure(), True),
        (psycopg2.errors.LockNotAvailable(), True),
        (psycopg2.errors.QueryCanceled(), True),
        (psycopg2.errors.DiskFull(), True),
        (psycopg2.errors.AdminShutdown(), True),
        (exc.IntegrityError("", None, Exception()), False),
        (exc.DataError("", None, Exception()), False),
        (exc.ProgrammingError("", None, Exception()), False),
        (psycopg2.errors.UniqueViolation(), False),
        (ValueError(), False),
        (OSError(), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_only_what_the_same_work_can_overcome_later_passes(error: Exception, passes: bool) -> None:
    assert is_transient(error) is passes


class TestSQLite(OnSQLite):
    def test_reads_go_on_while_a_transaction_writes(self, new_database: NewDatabase) -> None:
        database = new_database()
        with database.engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE t (n INTEGER)"))
        with database.engine.begin() as writing, database.reading.connect() as reading:
            writing.execute(sa.text("INSERT INTO t VALUES (1)"))
            assert reading.scalar(sa.text("SELECT count(*) FROM t")) == 0

    def test_parameters_never_reach_an_error_s_text(self, new_database: NewDatabase) -> None:
        with (
            pytest.raises(exc.OperationalError) as refused,
            new_database().engine.begin() as connection,
        ):
            connection.execute(sa.text("INSERT INTO nowhere VALUES (:name)"), {"name": "Lilas"})
        assert "Lilas" not in str(refused.value)
