"""What holds of the key that a database is sealed with, on the database of each profile."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.key_check import KeyRefused, NotMigrated, examine, guard
from chassis.core.keyring import KEY_BYTES, Keyring
from chassis.core.migrate import migrate
from chassis.core.readiness import what_is_missing
from chassis.core.revisions import CHASSIS_MIGRATIONS, VERSION_TABLES, current
from chassis.core.runtime import Runtime
from chassis.core.sealed import SealedRows
from support.migration_behaviour import NewDatabase, described
from support.migrations_before import upgraded_to
from support.recorded import row_counts
from support.runtimes import A_DAY, KEYRING, an_antenna
from support.sample_service import PERMANENCE, PlanSession

OTHER = Keyring(b"o" * KEY_BYTES)


def on(database: Database, keyring: Keyring = KEYRING) -> Runtime:
    """Another process on the database, guarded as those of the network are."""
    opened = Database(database.url.render_as_string(hide_password=False))
    runtime = Runtime(PERMANENCE, an_antenna(), opened, keyring, SetClock(A_DAY))
    guard(runtime)
    return runtime


def before_keys_were_checked(database: Database, *sealed_by: Keyring) -> None:
    """A database as the chassis left it at 0002, with one refused message a key."""
    with database.engine.begin() as connection:
        upgraded_to(connection, CHASSIS_MIGRATIONS, VERSION_TABLES["chassis"], "0002")
        for keyring in sealed_by:
            connection.execute(
                sa.text(
                    "INSERT INTO quarantine (quarantine_id, digest, code, reason, sealed_body, entered_at) "
                    "VALUES (:reference, :digest, 'POISON', 'essai', :sealed, :at)"
                ).bindparams(
                    sa.bindparam("reference", uuid4(), sa.Uuid),
                    sa.bindparam("digest", uuid4().bytes * 2, sa.LargeBinary),
                    sa.bindparam("sealed", keyring.seal("quarantine", b"a message"), sa.LargeBinary),
                    sa.bindparam("at", A_DAY, sa.DateTime(timezone=True)),
                )
            )


class KeyBehaviour:
    """`new_database` opens a new, empty database of one kind, and closes it after the test."""

    def test_a_migrated_database_opens_with_its_key_and_says_which(self, new_database: NewDatabase) -> None:
        runtime = on(new_database())
        migrate(runtime)
        execute(runtime, PlanSession(), uuid4())
        assert what_is_missing(runtime) is None
        examined = examine(runtime, every_row=False)
        assert (examined.key_id, examined.since, examined.accepted) == (KEYRING.key_id, A_DAY, True)
        runtime.database.close()

    @pytest.mark.parametrize(
        "use",
        [
            lambda runtime: execute(runtime, PlanSession(), uuid4()),
            lambda runtime: receive(runtime, [Delivery(b"nothing", None)]),
            lambda runtime: runtime.database.reading.connect(),
            lambda runtime: runtime.database.engine.connect(),
            what_is_missing,
            migrate,
        ],
    )
    def test_no_use_of_a_database_is_made_with_another_key(
        self, new_database: NewDatabase, use: Callable[[Runtime], object]
    ) -> None:
        ours, theirs = on(database := new_database()), on(database, OTHER)
        migrate(ours)
        before = described(database.engine), row_counts(ours)
        for _ in range(3):
            with pytest.raises(KeyRefused) as refused:
                use(theirs)
            assert all(name in str(refused.value) for name in ("permanence.romans", KEYRING.key_id, OTHER.key_id))
        assert (described(database.engine), row_counts(ours)) == before
        ours.database.close()
        theirs.database.close()

    def test_without_the_guard_a_second_key_would_be_taken(self, new_database: NewDatabase) -> None:
        migrate(on(database := new_database()))
        unguarded = Runtime(PERMANENCE, an_antenna(), database, OTHER, SetClock(A_DAY))
        receive(unguarded, [Delivery(b"nothing", None)])
        (rows,) = examine(unguarded, every_row=True).rows
        assert rows == SealedRows("quarantine", "quarantine", opened=1, refused=0)

    def test_a_database_exchanged_under_a_process_that_runs_is_refused_at_its_next_connection(
        self, new_database: NewDatabase
    ) -> None:
        runtime = on(database := new_database())
        migrate(runtime)
        execute(runtime, PlanSession(), uuid4())
        with database.engine.begin() as connection:
            connection.execute(sa.update(tables.key_checks).values(check_value=OTHER.check_value))
        runtime.database.close()  # as the restart of a server would
        with pytest.raises(KeyRefused):
            execute(runtime, PlanSession(), uuid4())

    def test_a_database_without_check_value_is_to_be_migrated_before_any_use(self, new_database: NewDatabase) -> None:
        runtime = on(database := new_database())
        for _ in ("empty", "migrated by an older version"):
            with pytest.raises(NotMigrated):
                execute(runtime, PlanSession(), uuid4())
            missing = what_is_missing(runtime)
            assert missing is not None
            assert missing.reason == "base à migrer, à taper : maillage migrate permanence --antenna romans"
            before_keys_were_checked(database)
        runtime.database.close()

    def test_rows_sealed_before_with_this_key_are_all_tried_then_the_database_is_the_key_s(
        self, new_database: NewDatabase
    ) -> None:
        before_keys_were_checked(database := new_database(), *[KEYRING] * 250)
        runtime, heard = on(database), list[int]()
        migrate(runtime, progress=heard.append)
        assert heard == [100, 100, 50]
        assert examine(runtime, every_row=True) == replace(
            examine(runtime, every_row=False), rows=(SealedRows("quarantine", "quarantine", 250, 0),)
        )
        runtime.database.close()

    @pytest.mark.parametrize(
        ("sealed_by", "opened", "advice"),
        [
            ((OTHER, OTHER), 0, "remettez dans MAILLAGE_KEY_FILE la clé qui a scellé cette base"),
            ((KEYRING, OTHER, KEYRING), 2, "deux clés y ont servi"),
        ],
    )
    def test_rows_sealed_before_with_another_key_are_counted_and_nothing_is_written(
        self, new_database: NewDatabase, sealed_by: tuple[Keyring, ...], opened: int, advice: str
    ) -> None:
        before_keys_were_checked(database := new_database(), *sealed_by)
        before = described(database.engine)
        runtime, refused = on(database), len(sealed_by) - opened
        with pytest.raises(KeyRefused) as told:
            migrate(runtime)
        for part in (f"quarantine (quarantine) {refused} sur {len(sealed_by)}", advice, "maillage key check"):
            assert part in str(told.value)
        assert described(database.engine) == before
        with database.engine.connect() as connection:
            assert current(connection) == {"chassis": "0002", "service": None}
        examined = examine(runtime, every_row=True)
        assert (examined.key_id, examined.accepted) == (None, False)
        assert examined.rows == (SealedRows("quarantine", "quarantine", opened, refused),)

    def test_bytes_too_short_to_be_sealed_do_not_open(self, new_database: NewDatabase) -> None:
        before_keys_were_checked(database := new_database(), KEYRING)
        with database.engine.begin() as connection:
            connection.execute(sa.update(tables.quarantine).values(sealed_body=b"short"))
        (rows,) = examine(on(database), every_row=True).rows
        assert (rows.opened, rows.refused) == (0, 1)
