"""A PostgreSQL that answers as when it cannot extend a file: for one table, until the end of the `with`."""

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.core.runtime import Runtime


@contextmanager
def postgresql_full(runtime: Runtime, table: str) -> Iterator[None]:
    def run(*statements: str) -> None:
        with runtime.database.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    run(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$",
        f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION no_room()",
    )
    try:
        yield
    finally:
        run("DROP FUNCTION no_room CASCADE")
