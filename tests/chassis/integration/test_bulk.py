"""Whole batches written in one statement come back as they were, on both databases, whatever they hold."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from chassis.core.bulk import BulkInsert, insert_rows, is_among
from chassis.core.column_types import Instant
from chassis.core.database import Database
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite

metadata = sa.MetaData()
THINGS = sa.Table(
    "things",
    metadata,
    sa.Column("thing_id", sa.Uuid, primary_key=True),
    sa.Column("said", sa.Text),
    sa.Column("bytes", sa.LargeBinary),
    sa.Column("number", sa.BigInteger),
    sa.Column("is_so", sa.Boolean),
    sa.Column("day", sa.Date),
    sa.Column("at", Instant),
)
UNLESS_KNOWN = BulkInsert(
    THINGS, [column.name for column in THINGS.columns], lambda insert: insert.on_conflict_do_nothing()
)

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
odd_texts = st.sampled_from(["", "NULL", "null", "{}", '"', "\\", '\\"', "a,b", "{a}", " ", "\n", "'", "é'’œ€", "%s"])
things = st.fixed_dictionaries(
    {
        "thing_id": st.uuids(),
        "said": st.none() | odd_texts | texts,
        "bytes": st.none() | st.binary(max_size=20),
        "number": st.none() | st.integers(-(2**63), 2**63 - 1),
        "is_so": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1, 1, 1)),
        "at": st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds the zone
    }
)


class BulkBehaviour:
    @pytest.fixture
    def database(self, new_database: NewDatabase) -> Database:
        database = new_database()
        metadata.create_all(database.engine)
        return database

    def test_what_is_written_is_read(self, database: Database) -> None:
        @given(st.lists(things, min_size=1, max_size=20, unique_by=lambda thing: thing["thing_id"]))
        @settings(max_examples=60, derandomize=True, deadline=None)
        def comes_back(rows: list[dict[str, Any]]) -> None:
            with Session(database.engine) as session:
                UNLESS_KNOWN.execute(session, rows)
                UNLESS_KNOWN.execute(session, rows)
                read = {row["thing_id"]: dict(row) for row in session.execute(sa.select(THINGS)).mappings()}
                session.rollback()
            assert read == {row["thing_id"]: row for row in rows}

        comes_back()

    def test_rows_are_picked_by_their_keys(self, database: Database) -> None:
        rows = [{"thing_id": UUID(int=number), "number": number} for number in range(1_000)]
        with Session(database.engine) as session:
            insert_rows(session, THINGS, rows, lambda insert: insert)
            among = is_among(session.connection(), THINGS.c.number, [3, 999, 5_000])
            assert set(session.scalars(sa.select(THINGS.c.number).where(among))) == {3, 999}
            count = sa.select(sa.func.count()).select_from(THINGS).where(~among)
            assert session.scalar(count) == 998


class TestBulkOnSQLite(OnSQLite, BulkBehaviour): ...


class TestBulkOnPostgreSQL(OnPostgreSQL, BulkBehaviour):
    def test_a_value_that_cannot_be_written_is_told(self, database: Database) -> None:
        with Session(database.engine) as session, pytest.raises(TypeError, match="float"):
            insert_rows(session, THINGS, [{"thing_id": UUID(int=1), "number": 1.5}], lambda insert: insert)
