"""Makes the projections again from the log: the inbox, whose bodies reporting keeps."""

from itertools import groupby

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.database import unhurried
from chassis.core.ids import new_id
from chassis.core.runtime import Runtime
from chassis.core.work import unit_of_work
from contracts.envelope import CONTENT_TYPE, decode

BATCH = 1_000


def rebuild(runtime: Runtime) -> int:
    """Empties the projections and projects every event of the log, in one transaction; returns how many.

    A worker may go on meanwhile: what it projects is written by the same rule, so nothing counts twice.
    """
    columns, count = tables.inbox.c, 0
    query = sa.select(columns.body).where(columns.body.is_not(None)).order_by(columns.type)
    with unit_of_work(runtime, new_id(), new_id()) as work:
        unhurried(work.session.connection())
        for table in runtime.manifest.metadata.sorted_tables:
            work.session.execute(sa.delete(table))
        for bodies in work.session.scalars(query.execution_options(yield_per=BATCH)).partitions():
            events = [decode(body, CONTENT_TYPE) for body in bodies]
            for event_type, of_type in groupby(events, key=lambda event: event.type):
                runtime.manifest.reactions[event_type](list(of_type), work)
            count += len(events)
    return count
