"""What an instance does with a message about accounts: in a transaction of its own, and told where people look."""

from typing import assert_never

import structlog

from chassis.core.accounts.hearing import hear
from chassis.core.accounts.ledger import take_answer
from chassis.core.accounts.messages import Answer, Message, Telling
from chassis.core.ids import new_id
from chassis.core.log import names
from chassis.core.runtime import Runtime
from chassis.core.work import unit_of_work


def take(runtime: Runtime, message: Message) -> None:
    """Answers a telling, or settles an answer; raises what the database raises, and then nothing was done."""
    with unit_of_work(runtime, new_id(), new_id()) as work:
        match message:
            case Telling():
                heard = hear(work, runtime, message)
            case Answer():
                settled = take_answer(work, message)
            case _:
                assert_never(message)
    log = structlog.get_logger().bind(**names(runtime.instance))
    match message:
        case Telling():
            owner = str(message.owner)
            if heard.lacking:
                log.error("facts_lacking", owner=owner, n=heard.lacking, to_type="maillage topology apply")
            if heard.went_back:
                log.error("owner_went_back", owner=owner, to_type="maillage reconcile")
        case Answer():
            reader = str(message.reader)
            if settled.resent:
                log.error("facts_lacking", reader=reader, n=settled.resent, to_type="maillage topology apply")
            if settled.was_restored:
                log.error("older_than_readers", reader=reader, to_type="maillage reconcile")
