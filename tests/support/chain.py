"""What one antenna's commands set off, judged as a whole: housing tells, permanence reacts, reporting reads both."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from chassis.core import outbox, tables
from chassis.core.instance import Instance
from support import pace
from support.load import Load
from support.oracle import Ledger, Verdict, compare, effects_of, facts_of, judge
from support.sample_service import effects
from support.surroundings import Surroundings

_LOOK_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Chain:
    """An antenna's three instances, and the ledger of the commands sent to its housing."""

    surroundings: Surroundings
    antenna: str
    ledger: Ledger

    @classmethod
    def of(cls, surroundings: Surroundings, antenna: str) -> "Chain":
        return cls(surroundings, antenna, Ledger(surroundings.folder / f"{antenna}.ledger"))

    @property
    def housing(self) -> Instance:
        return Instance("housing", self.antenna)

    @property
    def permanence(self) -> Instance:
        return Instance("permanence", self.antenna)

    @property
    def reporting(self) -> Instance:
        return Instance("reporting", self.antenna)

    @property
    def instances(self) -> tuple[Instance, Instance, Instance]:
        return self.housing, self.permanence, self.reporting

    def load(
        self, *, threads: int = 2, each: int | None = None, pause: float = 0.02, patience: float | None = None
    ) -> Load:
        runtime = self.surroundings.runtime(self.housing)
        return Load(runtime, self.ledger, threads=threads, each=each, pause=pause, patience=patience)

    def repeat_unanswered(self) -> None:
        """What a client does whose server died: the same command, under the same id."""
        intended, acknowledged = self.ledger.read()
        self.load().repeat(intended - acknowledged)

    def sent(self) -> int:
        """How many facts the broker has confirmed."""
        return sum(self._count(owner, tables.outbox, tables.outbox.c.sent_at.is_not(None)) for owner in self._owners)

    def behind(self) -> int:
        """How many facts, reactions and effects are still to come."""
        told = self._count(self.housing, tables.outbox)
        reacted = self._count(self.permanence, tables.outbox)
        return (
            sum(outbox.count_unsent(self.surroundings.runtime(owner).database) for owner in self._owners)
            + max(0, told - reacted)
            + max(0, told - self._count(self.permanence, effects))
            + max(0, told + reacted - self._count(self.reporting, effects))
        )

    def judge(self, promise: str, trials: int) -> Verdict:
        """One fact a command, one reaction a fact, one effect a fact in each reader."""
        there = self.surroundings
        verdict = judge(promise, there, self.ledger, owners=[self.housing], readers=[self.permanence], trials=trials)
        told, reacted = facts_of(there, self.housing), facts_of(there, self.permanence)
        unreacted, reacted_again = compare(told, self._causes())
        unread, read_again = compare({*told, *reacted}, effects_of(there, self.reporting))
        told_again = len(told) - len(set(told.values()))
        return replace(
            verdict,
            lost=verdict.lost + unreacted + unread,
            effects_duplicated=verdict.effects_duplicated + told_again + reacted_again + read_again,
            quarantined=verdict.quarantined + len(there.quarantined(self.reporting)),
        )

    @property
    def _owners(self) -> Sequence[Instance]:
        return self.housing, self.permanence

    def _causes(self) -> Counter[UUID]:
        with self.surroundings.runtime(self.permanence).database.engine.connect() as connection:
            bodies = connection.scalars(sa.select(tables.outbox.c.body))
            return Counter(UUID(json.loads(body)["causationid"]) for body in bodies)

    def _count(self, instance: Instance, table: sa.Table, condition: sa.ColumnElement[bool] | None = None) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        with self.surroundings.runtime(instance).database.reading.connect() as connection:
            return connection.scalar(query if condition is None else query.where(condition)) or 0


def wait_until_quiet(*chains: Chain) -> None:
    """Returns once nothing is on its way any more, or nothing moves: what is still missing then is lost."""
    waiting = pace.Waiting()
    while any(behind := [chain.behind() for chain in chains]) and waiting.goes_on(behind):
        time.sleep(_LOOK_EVERY)


def judge_all(promise: str, *chains: Chain, trials: int) -> Verdict:
    """The verdict on several antennas at once."""
    first, *others = [chain.judge(promise, trials) for chain in chains]
    counts = ("attempted", "acknowledged", "lost", "effects_duplicated", "quarantined", "recovered")
    return replace(first, **{name: sum(getattr(v, name) for v in (first, *others)) for name in counts})
