"""What the relay that leads sends on `network.accounts`: tellings, answers to those of others, facts once more."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chassis.bus.publisher import Outlet, Parcel
from chassis.core import outbox
from chassis.core.accounts import letters, messages
from chassis.core.accounts.hearing import forget_others, unheard
from chassis.core.accounts.ledger import Addressed, Ledger
from chassis.core.accounts.letters import Letter
from chassis.core.ids import new_id
from chassis.worker.post import Post

# How often it is looked whether something is to be told, answered or sent again.
LOOK_EVERY = 1.0
# Batches of letters sent in one look: a whole history to send again does not hold up the facts of today.
LETTERS_AT_ONCE = 10
_ANSWER = "account"


class Correspondence:
    """`attend` does what is due, and nothing most of the time; errors are the database's and the broker's.

    `since` is when this process began to listen: what it could not hear is nobody's silence.
    """

    def __init__(self, post: Post, period: timedelta, outlet: Outlet, log: Any, *, since: datetime) -> None:
        self._post = post
        self._outlet = outlet
        self._log = log
        self._period = period
        self.ledger = Ledger(post.runtime, post.readers, period)
        forget_others(post.runtime, post.sources)
        self._listening_since = since
        self._next_look = 0.0
        self._next_alert = time.monotonic() + period.total_seconds()

    def attend(self) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_EVERY
        if self._post.readers:
            self.ledger.close_when_due()
            self._tell()
        self._send_letters()
        self._alert()

    def _tell(self) -> None:
        if due := self.ledger.due():
            parcels = [_told(number, addressed) for number, addressed in enumerate(due)]
            published = self._outlet.finish(self._outlet.begin(parcels))
            self.ledger.mark_told([due[number] for number in (*published.confirmed, *published.returned)])
            self._log.info("told", n=len(due), confirmed=len(published.confirmed))
            self._complain_of(published.returned)

    def _send_letters(self) -> None:
        for _ in range(LETTERS_AT_ONCE):
            if not (pending := letters.pending(self._post.runtime.database)):
                return
            wanted = [letter for letter in pending if self._may_be_sent(letter)]
            published = self._outlet.finish(self._outlet.begin([_sent(letter) for letter in wanted]))
            # An answer to a queue that is not there is worth nothing: its owner will tell again.
            returned = set(published.returned)
            lost = [letter for letter in wanted if letter.position in returned and letter.event_id is None]
            unwanted = [letter for letter in pending if letter not in wanted]
            done = [*published.confirmed, *(letter.position for letter in (*lost, *unwanted))]
            letters.remove(self._post.runtime.database, done)
            self._log.info("letters_sent", n=len(wanted), confirmed=len(published.confirmed))
            if unwanted:
                queues = sorted({letter.queue for letter in unwanted})
                self._log.warning("letters_dropped", n=len(unwanted), queues=queues)
            self._complain_of(published.returned)
            if len(done) < len(pending):
                return  # what was not taken is tried again at the next look

    def _may_be_sent(self, letter: Letter) -> bool:
        """An answer goes to whoever told: an antenna newer than this process too. A fact, to those who read it."""
        return letter.event_id is None or letter.routing_key in self._post.readers.get(letter.queue, ())

    def _complain_of(self, returned: Sequence[int]) -> None:
        if returned:
            self._log.error("published_to_nobody", n=len(returned), to_type="maillage topology apply")

    def _alert(self) -> None:
        """Says once a period which readers owe answers, and which owners are not heard."""
        if time.monotonic() < self._next_alert:
            return
        self._next_alert = time.monotonic() + self._period.total_seconds()
        for one in self.ledger.unanswered():
            since = one.since.isoformat(timespec="seconds")
            self._log.error("tellings_unanswered", reader=one.queue.removesuffix(".inbox"), n=one.accounts, since=since)
        for source in unheard(self._post.runtime, self._post.sources, self._period, self._listening_since):
            self._log.error("owner_unheard", owner=source)


def _told(number: int, addressed: Addressed) -> Parcel:
    body = messages.write(addressed.telling)
    return Parcel(number, new_id(), _ANSWER, addressed.queue, body, messages.CONTENT_TYPE)


def _sent(letter: Letter) -> Parcel:
    if letter.event_id is None or letter.type is None:
        return Parcel(letter.position, new_id(), _ANSWER, letter.queue, letter.body, messages.CONTENT_TYPE)
    content_type = outbox.OutboxRow.content_type
    return Parcel(letter.position, letter.event_id, letter.type, letter.queue, letter.body, content_type)
