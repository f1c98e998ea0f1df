"""Gives quarantined messages to the inbox again, once their cause is mended."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import inbox, quarantine, tables
from chassis.core.delivery import Delivery
from chassis.core.refusals import PURPOSE
from chassis.core.runtime import Runtime


def replay(runtime: Runtime, quarantine_id: UUID) -> bool:
    """Returns whether the message was taken; a second replay has no second effect (the inbox has its key).

    Refused again for another reason, it is in quarantine under that one only; one that was discarded may be replayed
    too. Raises `NotFound`, `BodyNotKept`, `SealBroken`, or `TransientFailure` when the database did not decide.
    """
    with Session(runtime.database.reading) as session:
        row = quarantine.row(session, quarantine_id)
    body = runtime.keyring.unseal(PURPOSE, quarantine.sealed(row))
    delivery = Delivery(
        body,
        row.content_type,
        row.content_encoding,
        exchange=row.exchange,
        routing_key=row.routing_key,
        user_id=row.user_id,
        shares_account=bool(row.shares_account),
        message_id=None if row.event_id is None else str(row.event_id),
    )
    receipt = inbox.receive(runtime, [delivery])
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
