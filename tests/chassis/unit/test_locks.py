"""The order of locks: what is asked for out of it is a mistake that tests find, on any database."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, registry

from chassis.core.locks import LockedOutOfOrder, Locks, Order
from support.project_tree import files, named

metadata = sa.MetaData()
doors = sa.Table("doors", metadata, sa.Column("door_id", sa.Uuid, primary_key=True))
keys = sa.Table("keys", metadata, sa.Column("key_id", sa.Uuid, primary_key=True))
ORDER = Order(doors, keys)
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


class Door:
    door_id: UUID


class Key:
    key_id: UUID


registry(metadata=metadata).map_imperatively(Door, doors)
registry(metadata=metadata).map_imperatively(Key, keys)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine) as session:
        session.execute(sa.insert(doors), [{"door_id": FIRST}, {"door_id": SECOND}])
        session.execute(sa.insert(keys), [{"key_id": FIRST}, {"key_id": SECOND}])
        yield session
    engine.dispose()


@pytest.fixture
def locks(session: Session) -> Locks:
    return Locks(session, ORDER)


def test_rows_of_several_kinds_are_taken_in_the_declared_order_and_sorted(session: Session, locks: Locks) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: tuple[str, ...], *_: object) -> None:
        asked.append(f"{statement.split('FROM ')[1].split()[0]} {[UUID(one).int for one in parameters]}")

    sa.event.listen(session.get_bind(), "before_cursor_execute", note)
    locked = locks.take({Key: [FIRST], Door: {SECOND, FIRST}})
    assert asked == ["doors [1, 2]", "keys [1]"]
    assert set(locked.of(Door)) == {FIRST, SECOND}
    assert set(locked.of(Key)) == {FIRST}


def test_a_row_that_is_not_there_is_not_among_those_locked(locks: Locks) -> None:
    assert set(locks.take({Door: [FIRST, THIRD]}).of(Door)) == {FIRST}


def test_an_earlier_kind_after_a_later_one_is_out_of_order(locks: Locks) -> None:
    locks.take({Key: [FIRST]})
    with pytest.raises(LockedOutOfOrder, match="doors"):
        locks.take({Door: [SECOND]})


def test_an_earlier_row_of_a_kind_after_a_later_one_is_out_of_order(locks: Locks) -> None:
    locks.take({Key: [SECOND]})
    with pytest.raises(LockedOutOfOrder, match="keys"):
        locks.take({Key: [FIRST]})


def test_what_is_held_may_be_asked_for_at_any_time_and_costs_nothing(session: Session, locks: Locks) -> None:
    held = locks.take({Door: [FIRST], Key: [FIRST]})
    with session.connection() as connection:
        sa.event.listen(connection, "before_cursor_execute", lambda *_: pytest.fail("asked again"))
        assert locks.take({Door: [FIRST]}).of(Door)[FIRST] is held.of(Door)[FIRST]


def test_a_savepoint_that_is_rolled_back_lets_go_of_what_it_locked(locks: Locks) -> None:
    with suppress(ValueError), locks.attempt():
        locks.take({Key: [SECOND]})
        raise ValueError
    locks.take({Door: [FIRST]})
    with locks.attempt():
        locks.take({Key: [SECOND]})
    with pytest.raises(LockedOutOfOrder):
        locks.take({Door: [SECOND]})


def test_each_command_of_a_batch_keeps_the_order_by_itself(locks: Locks) -> None:
    for reference in (SECOND, FIRST):
        with locks.in_turn():
            locks.take({Door: [reference]})
            locks.take({Key: [reference]})
    with pytest.raises(LockedOutOfOrder):
        locks.take({Door: [THIRD]})


def test_a_kind_that_the_service_did_not_declare_is_not_locked(session: Session) -> None:
    with pytest.raises(LookupError):
        Locks(session, Order(doors)).take({Key: [FIRST]})


def test_rows_are_locked_nowhere_else() -> None:
    """Who locks by a statement of its own tells the order first, or waits for nobody."""
    locking = {named(path) for path in files("services/*.py") if "with_for_update" in path.read_text("utf-8")}
    assert locking == {
        "services/chassis/chassis/core/locks.py",
        "services/chassis/chassis/core/retry.py",  # skips what is locked
        "services/permanence/permanence/store/imports.py",  # not an aggregate: `locks.ask` is told
    }
