"""The one judge of every fault test: what went in must come out, once.

Each intended command is on disk before it is sent. A fact is found again by its correlation id, which is the id of
the command that caused it, and an effect by its event id.
"""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.instance import Instance
from support.sample_service import effects
from support.surroundings import Surroundings


class Ledger:
    """Intended and acknowledged commands, each line forced to disk before the next step.

    Each line is one append: threads and processes may share the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def intend(self, command_id: UUID) -> None:
        self._write("intended", command_id)

    def acknowledge(self, command_id: UUID) -> None:
        self._write("acknowledged", command_id)

    def read(self) -> tuple[set[UUID], set[UUID]]:
        """Intended and acknowledged command ids; a last line cut by a kill is not one."""
        found: dict[str, set[UUID]] = {"intended": set(), "acknowledged": set()}
        for line in self.path.read_text(encoding="ascii").splitlines(keepends=True):
            if line.endswith("\n"):
                word, _, identifier = line.partition(" ")
                found[word].add(UUID(identifier.strip()))
        return found["intended"], found["acknowledged"]

    def _write(self, word: str, command_id: UUID) -> None:
        with self.path.open("ab", buffering=0) as file:
            file.write(f"{word} {command_id}\n".encode("ascii"))
            os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts of one promise's trials; the keys follow Jepsen's total-queue checker, with effects and quarantine."""

    promise: str
    trials: int
    attempted: int
    acknowledged: int
    lost: int
    effects_duplicated: int
    quarantined: int
    recovered: int

    @property
    def is_kept(self) -> bool:
        return self.lost == 0 and self.effects_duplicated == 0 and self.quarantined == 0


def facts_of(surroundings: Surroundings, owner: Instance) -> dict[UUID, UUID]:
    """Every committed fact of an instance: event id to the id of the command (or chain) that caused it."""
    with surroundings.runtime(owner).database.engine.connect() as connection:
        rows = connection.execute(sa.select(tables.outbox.c.event_id, tables.outbox.c.body)).all()
    return {row.event_id: UUID(json.loads(row.body)["correlationid"]) for row in rows}


def effects_of(surroundings: Surroundings, reader: Instance) -> Counter[UUID]:
    """How many effects each event had in a reader."""
    with surroundings.runtime(reader).database.engine.connect() as connection:
        return Counter(connection.scalars(sa.select(effects.c.event_id)))


def compare(facts: Collection[UUID], effects_by_event: Counter[UUID]) -> tuple[int, int]:
    """Facts that had no effect, and effects beyond one a fact (of an unknown fact, beyond none)."""
    had = sum(1 for fact in facts if fact in effects_by_event)
    return len(facts) - had, effects_by_event.total() - had


def judge(
    promise: str,
    surroundings: Surroundings,
    ledger: Ledger,
    *,
    owners: Sequence[Instance],
    readers: Collection[Instance],
    trials: int,
) -> Verdict:
    """Judges once everything is quiet: each acknowledged command has its fact, each fact one effect in each reader.

    `owners` are the instances whose facts the `readers` read; a command's first fact is looked for in the first one.
    """
    facts: dict[UUID, UUID] = {}
    for owner in owners:
        facts |= facts_of(surroundings, owner)
    return weigh(
        promise,
        ledger,
        trials=trials,
        caused=set(facts_of(surroundings, owners[0]).values()),
        facts=facts.keys(),
        readers=[effects_of(surroundings, reader) for reader in readers],
        quarantined=sum(len(surroundings.quarantined(reader)) for reader in readers),
    )


def weigh(
    promise: str,
    ledger: Ledger,
    *,
    trials: int,
    caused: set[UUID],
    facts: Collection[UUID],
    readers: Iterable[Counter[UUID]],
    quarantined: int,
) -> Verdict:
    """The arithmetic of every verdict, whatever was judged: `caused` are the commands that have their fact."""
    intended, acknowledged = ledger.read()
    lost, duplicated = len(acknowledged - caused), 0
    for effects_by_event in readers:
        missing, extra = compare(facts, effects_by_event)
        lost, duplicated = lost + missing, duplicated + extra
    return Verdict(
        promise=promise,
        trials=trials,
        attempted=len(intended),
        acknowledged=len(acknowledged),
        lost=lost,
        effects_duplicated=duplicated,
        quarantined=quarantined,
        recovered=len((intended & caused) - acknowledged),
    )


def report(verdict: Verdict, folder: Path) -> None:
    """Leaves the verdict where the run's table is made from (one file a verdict: tests run side by side)."""
    folder.mkdir(parents=True, exist_ok=True)
    row: dict[str, Any] = asdict(verdict)
    (folder / f"{verdict.promise}.json").write_text(json.dumps(row) + "\n", encoding="utf-8")
