"""What an instance says of a database that it cannot use yet."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from chassis.core import causes, readiness
from chassis.core.causes import ServerUnusable
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.readiness import wait_for_database, what_is_missing
from chassis.core.runtime import Runtime
from support.migration_behaviour import NewDatabase, OnSQLite
from support.runtimes import A_DAY, KEYRING, an_antenna
from support.sample_service import PERMANENCE


def of(database: Database) -> Runtime:
    return Runtime(PERMANENCE, an_antenna(), database, KEYRING, SetClock(A_DAY))


class TestReadiness(OnSQLite):
    def test_an_empty_database_is_to_be_migrated_and_a_migrated_one_is_ready(self, new_database: NewDatabase) -> None:
        runtime = of(new_database())
        missing = what_is_missing(runtime)
        assert missing is not None
        assert missing.code == "DATABASE_NOT_MIGRATED"
        assert missing.reason == "base à migrer, à taper : maillage migrate permanence --antenna romans"
        migrate(runtime)
        assert what_is_missing(runtime) is None
        wait_for_database(runtime)

    def test_a_database_of_newer_code_is_told_and_left_as_it_is(self, new_database: NewDatabase) -> None:
        runtime = of(new_database())
        migrate(runtime)
        with runtime.database.engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version_chassis SET version_num = '9999'"))
        assert what_is_missing(runtime) == causes.NEWER
        with pytest.raises(ServerUnusable) as refused:
            migrate(runtime)
        assert refused.value.cause == causes.NEWER

    def test_a_file_that_does_not_open_is_told_as_such(self, tmp_path: Path) -> None:
        (tmp_path / "a folder.db").mkdir()
        assert what_is_missing(of(Database(f"sqlite+pysqlite:///{tmp_path}/a folder.db"))) == causes.FILE

    def test_waiting_is_told_at_once_then_now_and_then_and_ends_when_asked(
        self, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(readiness, "PAUSE", 0.001)
        looks = iter([False] * 20 + [True])
        with capture_logs() as logs:
            wait_for_database(of(new_database()), lambda: next(looks))
        (line,) = logs
        assert (line["event"], line["instance"]) == ("waiting_for_database", "permanence.romans")
        assert (line["server"], line["code"]) == ("database", "DATABASE_NOT_MIGRATED")
        assert "maillage migrate" in line["reason"]
