"""What must hold of readings of identities on every database: each leaves its row, or nothing is read."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.audit import identities_read
from chassis.core.runtime import Runtime
from support.migration_behaviour import NewDatabase
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, count

THREADS = 16
READS = 100
PURPOSE = "sample.identity"


class AuditBehaviour:
    """`new_database` opens a new, empty database of one kind."""

    def test_each_identity_that_is_read_leaves_one_row(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        sealed = runtime.keyring.seal(PURPOSE, b"Camille Martin")
        someone, others = uuid4(), [uuid4() for _ in range(600)]
        with identities_read(runtime, "alix", "sample.list") as reading:
            assert reading.unseal(PURPOSE, sealed, of=someone) == b"Camille Martin"
            reading.unseal(PURPOSE, sealed, of=someone)  # its other part: the same identity
            reading.tells_of(*others)
        with runtime.database.engine.connect() as connection:
            rows = connection.execute(sa.select(tables.audit)).all()
        assert Counter(row.object for row in rows) == Counter(map(str, [someone, *others]))
        assert {(row.person, row.action, row.at) for row in rows} == {("alix", "sample.list", A_DAY)}

    def test_a_reading_whose_row_cannot_be_written_returns_nothing(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        with runtime.database.engine.begin() as connection:
            tables.audit.drop(connection)
        with pytest.raises(sa.exc.DBAPIError):
            _read(runtime, uuid4())

    def test_a_reading_that_fails_leaves_no_row_and_keeps_nothing_else(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        row = {"digest": b"0" * 32, "attempts": 1}

        def fail() -> None:
            with identities_read(runtime, "alix", "sample.show") as reading:
                reading.session.execute(sa.insert(tables.attempts).values(row))
                reading.tells_of(uuid4())
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert (count(runtime, tables.audit), count(runtime, tables.attempts)) == (0, 0)

    def test_an_identity_is_never_read_by_nobody(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        with pytest.raises(ValueError, match="by somebody"), identities_read(runtime, "", "sample.show"):
            raise AssertionError("unreachable")

    def test_nothing_read_leaves_no_row(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        with identities_read(runtime, "alix", "sample.list"):
            pass
        assert count(runtime, tables.audit) == 0


class AuditRaces:
    """Many people at once; `new_database` opens a new, empty database of one kind."""

    def test_as_many_rows_as_readings_whoever_reads_at_the_same_time(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        everybody = [[uuid4() for _ in range(READS)] for _ in range(THREADS)]

        def read_all(identities: list[UUID]) -> list[bytes]:
            return [_read(runtime, identity) for identity in identities]

        with ThreadPoolExecutor(THREADS) as threads:
            read = [clear for own in threads.map(read_all, everybody) for clear in own]

        assert len(read) == THREADS * READS
        with runtime.database.engine.connect() as connection:
            told = list(connection.scalars(sa.select(tables.audit.c.object)))
        assert sorted(told) == sorted(str(identity) for own in everybody for identity in own)


def _read(runtime: Runtime, identity: UUID) -> bytes:
    sealed = runtime.keyring.seal(PURPOSE, identity.bytes)
    with identities_read(runtime, "alix", "sample.show") as reading:
        reading.session.execute(sa.select(tables.audit.c.object).limit(1))
        return reading.unseal(PURPOSE, sealed, of=identity)
