"""Readings of identities: each leaves its rows in `audit`, in the transaction that reads, or does not happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from chassis.core import tables
from chassis.core.bulk import insert_rows
from chassis.core.ids import new_id
from chassis.core.keyring import Keyring
from chassis.core.runtime import Runtime


class Reading:
    """The transaction to read with, and whose identities are read in it."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self.session = session
        self._keyring = keyring
        self._read: dict[str, None] = {}

    def unseal(self, purpose: str, sealed: bytes, of: object) -> bytes:
        """Opens what is sealed about somebody or something; raises `SealBroken`."""
        self.tells_of(of)
        return self._keyring.unseal(purpose, sealed)

    def tells_of(self, *objects: object) -> None:
        """Says whose identity is read; one row each, however often it is said in one reading."""
        self._read.update((str(told), None) for told in objects)

    def rows(self, **common: Any) -> list[dict[str, Any]]:
        return [{"audit_id": new_id(), **common, "object": told} for told in self._read]


@contextmanager
def identities_read(runtime: Runtime, person: str, action: str) -> Iterator[Reading]:
    """Opens a transaction to read identities in; at its end each of them has its row, or the reading is refused.

    What cannot be written raises here, so that a `return` inside the block returns nothing. Keep the block short:
    on SQLite it holds the only write lock.
    """
    if not person:
        raise ValueError("an identity is read by somebody")
    with Session(runtime.database.engine) as session, session.begin():
        reading = Reading(session, runtime.keyring)
        yield reading
        rows = reading.rows(at=runtime.clock.now(), person=person, action=action)
        if rows:
            insert_rows(session, tables.audit, rows, lambda statement: statement)
