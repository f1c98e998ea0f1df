"""What PostgreSQL remembers of the commits that wrote a table: when each was, and how many of its rows it left."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

import sqlalchemy as sa

from chassis.core.database import Database


class RunInvalid(Exception):
    """A run did not do the job it was given, so that its time means nothing; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Commit:
    """`at` in seconds."""

    at: float
    rows: int


def commits(database: Database, table: str) -> list[Commit]:
    """Of the rows as they are now, in the order of their commits."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8, count(*) FROM {table} "
            "GROUP BY xmin ORDER BY 1"
        )
        return [Commit(at, count) for at, count in rows]


def commit_times(database: Database, table: str, key: str) -> dict[UUID, float]:
    """When each row of a table was committed."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {key}, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 FROM {table}"
        )
        return {UUID(str(subject)): at for subject, at in rows}


def rate(made: Sequence[Commit]) -> float:
    """Rows a second from the first commit on; what went before it is starting up, for every contestant alike."""
    if len(made) < 2:
        raise RunInvalid("tout est venu en une transaction : trop peu d'événements pour un débit")
    return sum(commit.rows for commit in made[1:]) / (made[-1].at - made[0].at)


def growth(made: Sequence[Commit], share: int) -> float:
    """The cost of the last `share` rows over the cost of the first `share`."""
    return rate(_reaching(made, share)) / rate(_reaching(made[::-1], share)[::-1])


def _reaching(made: Sequence[Commit], rows: int) -> Sequence[Commit]:
    """The first commits that together left that many rows."""
    for number, left in enumerate(accumulate(commit.rows for commit in made), start=1):
        if left >= rows:
            return made[:number]
    raise RunInvalid("trop peu d'événements pour comparer les premiers aux derniers")


def check_applied_once(database: Database, expected: dict[str, tuple[str, set[UUID]]]) -> None:
    """Raises `RunInvalid` unless each table holds exactly the expected keys, each once."""
    with database.engine.connect() as connection:
        for table, (key, wanted) in expected.items():
            found = [UUID(str(row[0])) for row in connection.exec_driver_sql(f"SELECT {key} FROM {table}")]
            if len(found) != len(wanted) or set(found) != wanted:
                raise RunInvalid(f"{len(found)} lignes dans {table} pour {len(wanted)} événements")


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0
