"""Gives quarantined messages to the inbox again, once their cause is mended."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import inbox, quarantine, tables
from chassis.core.delivery import Delivery
from chassis.core.runtime import Runtime


def replay(runtime: Runtime, quarantine_id: UUID) -> bool:
    """Returns whether the message was taken; a second replay has no second effect (the inbox has its key).

    Refused again for another reason, it is in quarantine under that one only. Raises `NotFound`, `SealBroken`, or
    `TransientFailure` when the database did not decide.
    """
    with Session(runtime.database.reading) as session:
        row = quarantine.row(session, quarantine_id)
    body = runtime.keyring.unseal(quarantine.PURPOSE, row.sealed_body)
    receipt = inbox.receive(runtime, [Delivery(body, row.content_type, row.content_encoding)])
    taken = receipt.applied + receipt.waiting + receipt.duplicates > 0
    if not taken and set(receipt.quarantined) <= {row.code}:
        return False
    with runtime.database.engine.begin() as connection:
        connection.execute(
            sa.update(tables.quarantine)
            .where(tables.quarantine.c.quarantine_id == quarantine_id, tables.quarantine.c.replayed_at.is_(None))
            .values(replayed_at=runtime.clock.now())
        )
    return taken
