"""What a server's refusal is told as: what it is and what to do, never an address, a name or a value."""

import errno
import socket
import sqlite3
import ssl
from pathlib import Path

import amqp
import psycopg2
import pytest
import sqlalchemy as sa
from kombu.exceptions import OperationalError

from chassis.bus import causes as bus
from chassis.bus.causes import broker_cause, cause_of
from chassis.bus.publisher import NotConfirmed
from chassis.core import causes as core
from chassis.core.causes import Cause, Server, database_cause

AT = 'connection to server at "db.exemple" (192.0.2.7), port 5432 failed: '
CAUSES = [cause for module in (core, bus) for cause in vars(module).values() if isinstance(cause, Cause)]


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        (AT + 'FATAL:  password authentication failed for user "permanence_romans"', core.PASSWORD),
        (
            AT + "FATAL:  authentification par mot de passe échouée pour l'utilisateur « permanence_romans »",
            core.PASSWORD,
        ),
        (AT + "fe_sendauth: no password supplied", core.PASSWORD),
        (AT + 'FATAL:  role "permanence_romans" does not exist', core.ROLE),
        (AT + "FATAL:  le rôle « permanence_romans » n'existe pas", core.ROLE),
        (AT + 'FATAL:  no pg_hba.conf entry for host "192.0.2.1", user "x", database "y", no encryption', core.ROLE),
        (AT + 'FATAL:  database "permanence_romans" does not exist', core.MISSING),
        (AT + "FATAL:  la base de données « permanence_romans » n'existe pas", core.MISSING),
        (AT + 'FATAL:  permission denied for database "permanence_romans"', core.RIGHT),
        (AT + "FATAL:  sorry, too many clients already", core.CROWDED),
        (AT + "FATAL:  the database system is starting up", core.STARTING),
        (
            AT + "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
            core.REFUSED,
        ),
        (AT + "No route to host", core.UNREACHABLE),
        (AT + "timeout expired", core.SILENT),
        (AT + "SSL error: certificate verify failed", core.TLS),
        (AT + "server does not support SSL, but SSL was required", core.TLS),
        ('could not translate host name "db.exemple" to address: Name or service not known', core.HOST),
        ("server closed the connection unexpectedly", core.LOST),
        ("SSL error: unexpected eof while reading", core.LOST),
    ],
)
def test_a_connection_that_postgresql_refuses_is_told_by_its_sentence_in_either_language(
    sentence: str, cause: Cause
) -> None:
    driver = psycopg2.OperationalError(sentence)
    assert database_cause(driver) is cause
    assert cause_of(sa.exc.OperationalError("SELECT 1", {}, driver)) is cause


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        ("42501", core.RIGHT), ("42P01", core.NOT_MIGRATED), ("53100", core.FULL), ("53300", core.CROWDED),
        ("57P01", core.LOST), ("57P03", core.STARTING), ("57014", core.SILENT), ("40P01", core.BUSY),
        ("28P01", core.PASSWORD), ("28000", core.ROLE), ("3D000", core.MISSING),
    ],
)  # fmt: skip
def test_a_statement_that_postgresql_refuses_is_told_by_its_state(state: str, cause: Cause) -> None:
    driver = type(psycopg2.errors.lookup(state).__name__, (psycopg2.errors.lookup(state),), {"pgcode": state})("secret")
    assert database_cause(driver) is cause


def test_a_statement_that_is_wrong_is_no_cause_but_a_fault_of_ours() -> None:
    for state in ("23505", "42601", "22001"):
        driver = type("Wrong", (psycopg2.errors.lookup(state),), {"pgcode": state})("secret")
        assert cause_of(sa.exc.ProgrammingError("SELECT 1", {}, driver)) is None
    assert cause_of(ValueError("timeout expired")) is None


def test_a_pool_without_a_free_connection_is_a_database_that_is_busy() -> None:
    assert database_cause(sa.exc.TimeoutError()) is core.BUSY


def test_a_file_of_sqlite_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, by far" * 100)
    for file, statement, cause in (
        (tmp_path / "nowhere" / "x.db", "SELECT 1", core.FILE),
        (tmp_path / "text.db", "SELECT * FROM sqlite_master", core.DAMAGED),
        (tmp_path / "empty.db", "SELECT * FROM outbox", core.NOT_MIGRATED),
    ):
        engine = sa.create_engine(f"sqlite+pysqlite:///{file}")
        with pytest.raises(sa.exc.DatabaseError) as refusal, engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()
        assert database_cause(refusal.value) is cause
    assert database_cause(sqlite3.IntegrityError("UNIQUE constraint failed")) is None


LOGIN = "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."
LATE = "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms."


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (amqp.exceptions.AccessRefused(LOGIN, (0, 0), reply_code=403), bus.PASSWORD),
        (amqp.exceptions.AccessRefused("ACCESS_REFUSED - access to queue 'x' refused", (50, 10), None, 403), bus.RIGHT),
        (amqp.exceptions.NotAllowed("NOT_ALLOWED - vhost x not found", (10, 40), None, 530), bus.VIRTUAL_HOST),
        (amqp.exceptions.NotFound("NOT_FOUND - no queue 'x'", (50, 10), None, 404), bus.MISSING),
        (amqp.exceptions.PreconditionFailed("inequivalent arg", (50, 10), None, 406), bus.DIFFERENT),
        (amqp.exceptions.PreconditionFailed(LATE, (0, 0), None, 406), bus.KEPT),
        (amqp.exceptions.ConnectionForced("CONNECTION_FORCED", (0, 0), None, 320), bus.LOST),
        (amqp.exceptions.RecoverableConnectionError("Socket closed"), bus.LOST),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), bus.REFUSED),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), bus.LOST),
        (OSError(errno.EHOSTUNREACH, "No route to host"), bus.UNREACHABLE),
        (OSError("Server unexpectedly closed connection"), bus.LOST),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), bus.HOST),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), bus.TLS),
        (TimeoutError("timed out"), bus.SILENT),
        (NotConfirmed("3 messages not confirmed within 8 s"), bus.SILENT),
    ],
)
def test_what_the_broker_refuses_is_told_by_what_it_answered(error: Exception, cause: Cause) -> None:
    assert cause_of(error) is cause
    wrapped = OperationalError(str(error))
    wrapped.__cause__ = error
    assert cause_of(wrapped) is cause


def test_a_file_or_an_address_to_listen_at_is_no_affair_of_the_broker() -> None:
    assert broker_cause(FileNotFoundError(errno.ENOENT, "No such file or directory", "/somewhere")) is None
    assert broker_cause(OSError(errno.EADDRINUSE, "Address already in use")) is None


def test_each_cause_has_a_code_of_its_own_and_says_of_which_server_it_is_and_what_to_do() -> None:
    codes = [cause.code for cause in CAUSES]
    assert len(codes) == len(set(codes)) > 25
    for cause in CAUSES:
        assert cause.code.startswith(cause.server.name + "_")
        assert cause.told == {"server": cause.server.value, "code": cause.code, "reason": cause.reason}
        assert len(cause.reason) > 30
    assert {cause.server for cause in CAUSES} == set(Server)
