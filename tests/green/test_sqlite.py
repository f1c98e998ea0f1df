"""SQLite from green threads: whoever waits to write leaves the others their turn."""

from pathlib import Path

import eventlet
import sqlalchemy as sa

from chassis.core.database import Database


def test_a_green_thread_that_waits_to_write_does_not_stop_the_one_that_writes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    with database.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (n INTEGER)"))

    def write() -> None:
        with database.engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO t VALUES (2)"))

    with database.engine.begin() as writing:
        waiting = eventlet.spawn(write)
        eventlet.sleep(0.05)  # its turn: it finds the database taken
        writing.execute(sa.text("INSERT INTO t VALUES (1)"))
    waiting.wait()
    with database.reading.connect() as connection:
        assert connection.scalars(sa.text("SELECT n FROM t ORDER BY n")).all() == [1, 2]
    database.close()
