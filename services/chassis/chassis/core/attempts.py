"""Counts the tries whose process did not live to tell of them, so that what kills a process is set aside in the end."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.bulk import insert_into
from chassis.core.database import Database

LAST_ATTEMPT = 5


@contextmanager
def counted(database: Database, digest: bytes) -> Iterator[int]:
    """Yields the number of this try, committed before it is made.

    However the try ends, its count is erased: a failure that passes is not the message's fault. Only a process that
    dies leaves it behind.
    """
    with database.engine.begin() as connection:
        statement = insert_into(connection, tables.attempts).values(digest=digest, attempts=1)
        statement = statement.on_conflict_do_update(
            index_elements=["digest"], set_={"attempts": tables.attempts.c.attempts + 1}
        )
        number: int = connection.scalar(statement.returning(tables.attempts.c.attempts))
    try:
        yield number
    finally:
        with database.engine.begin() as connection:
            connection.execute(sa.delete(tables.attempts).where(tables.attempts.c.digest == digest))
