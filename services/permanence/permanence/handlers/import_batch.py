"""Some lines of a file, taken in one transaction through the same handlers as the commands."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chassis.core.work import UnitOfWork
from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import Difference, ImportKind, Line, Rejection, Tally, Warned
from permanence.domain.rules import RuleBroken
from permanence.handlers.imported_lines import ADVANCERS, TAKERS, Origin
from permanence.imports.fields import KEYS, MOVES_ON, REFERS_TO
from permanence.imports.mapping import FileMapping
from permanence.store.imports import keep_digests, keep_lines, known_lines, patients_named

EXTERNAL = "permanence.external"


# What was taken under a number: its local reference, and the digests of its fields.
Refs = dict[bytes, tuple[UUID, Mapping[str, str]]]


def take_batch(lines: Sequence[Line], mapping: FileMapping, import_id: UUID, work: UnitOfWork) -> Tally:
    """All at once, since most lines are right; when one is not, all again, each with a savepoint of its own."""
    read, unreadable = _all_read(lines, mapping, work)
    refs = _refs(mapping, mapping.kind, [line.external for line in read], work)
    references = _references(mapping, read, work)
    patients = patients_named(work.session, set(references[ImportKind.PATIENTS].values()))
    origin = Origin(mapping.source, import_id, references, patients)
    together = _Pass(work, mapping, origin, dict(refs), each_apart=False)
    try:
        with work.attempt():
            together.take(read)
    except RuleBroken:
        apart = _Pass(work, mapping, origin, dict(refs), each_apart=True)
        apart.take(read)
        return apart.tally(unreadable)
    return together.tally(unreadable)


@dataclass(slots=True)
class _Read:
    """A line whose cells could all be read."""

    number: int
    values: dict[str, Any]
    external: bytes
    digests: dict[str, str]


def _all_read(lines: Sequence[Line], mapping: FileMapping, work: UnitOfWork) -> tuple[list[_Read], list[Rejection]]:
    read, unreadable = [], []
    for line in lines:
        try:
            read.append(_read(line, mapping, work))
        except RuleBroken as rule:
            unreadable.append(_rejection(line.number, rule))
    return read, unreadable


def _read(line: Line, mapping: FileMapping, work: UnitOfWork) -> _Read:
    if not line.cells:
        raise import_rules.LineMalformed
    values, keys = mapping.values(line.cells), KEYS[mapping.kind]
    external = _external(mapping, mapping.kind, "\x1f".join(str(values[name]) for name in keys), work)
    # The key is in each digest, so that the same answer of two people does not look the same.
    digests = {
        name: work.keyring.digest(EXTERNAL, b"\x1f".join((external, name.encode(), str(value).encode())))
        for name, value in values.items()
        if name not in keys
    }
    return _Read(line.number, values, external, {name: digest.hex()[:16] for name, digest in digests.items()})


def _references(mapping: FileMapping, read: Sequence[_Read], work: UnitOfWork) -> dict[ImportKind, Mapping[str, UUID]]:
    """The local references of what the lines name by its number in the source."""
    references: dict[ImportKind, Mapping[str, UUID]] = {}
    for name, kind in REFERS_TO.items():
        named = {text: _external(mapping, kind, text, work) for line in read if (text := line.values.get(name))}
        found = _refs(mapping, kind, list(named.values()), work)
        references[kind] = {text: found[digest][0] for text, digest in named.items() if digest in found}
    return references


def _refs(mapping: FileMapping, kind: ImportKind, external: Sequence[bytes], work: UnitOfWork) -> Refs:
    return known_lines(work.session, mapping.source, kind, external) if external else {}


def _external(mapping: FileMapping, kind: ImportKind, text: str, work: UnitOfWork) -> bytes:
    return work.keyring.digest(EXTERNAL, f"{mapping.source}\x1f{kind}\x1f{text.casefold()}".encode())


def _rejection(number: int, rule: RuleBroken) -> Rejection:
    return Rejection(number, rule.field, rule.code, rule.text)


@dataclass(slots=True)
class _Pass:
    """One try at a batch; `each_apart` undoes a line that breaks a rule and goes on, else the rule ends the try."""

    work: UnitOfWork
    mapping: FileMapping
    origin: Origin
    refs: Refs
    each_apart: bool
    rejected: list[Rejection] = field(default_factory=list)
    different: list[Difference] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)
    known: int = 0
    advanced: int = 0

    def take(self, read: Sequence[_Read]) -> None:
        for line in read:
            try:
                with self.work.locks.in_turn(), self.work.attempt() if self.each_apart else nullcontext():
                    before = self.refs.get(line.external)
                    if before is None:
                        self._take(line)
                    else:
                        self._again(line, *before)
            except RuleBroken as rule:
                if not self.each_apart:
                    raise
                self.rejected.append(_rejection(line.number, rule))
        if self.new:
            keep_lines(self.work.session, self.new)

    def tally(self, unreadable: Sequence[Rejection]) -> Tally:
        return Tally(
            taken=len(self.new),
            known=self.known,
            advanced=self.advanced,
            rejected=tuple(sorted([*unreadable, *self.rejected], key=lambda one: one.line)),
            different=tuple(self.different),
            warned=tuple(self.warned),
        )

    def _take(self, line: _Read) -> None:
        local_id, warnings = TAKERS[self.mapping.kind](line.values, self.origin, self.work)
        if warnings:
            self.warned.append(Warned(line.number, warnings))
        row = {"local_id": local_id, "import_id": self.origin.import_id, "digests": line.digests}
        self.new.append(self._key(line) | row)
        self.refs[line.external] = (local_id, line.digests)

    def _again(self, line: _Read, local_id: UUID, digests: Mapping[str, str]) -> None:
        """A line taken before: what follows is recorded, anything else is only told."""
        moves_on = MOVES_ON.get(self.mapping.kind, "")
        names = [name for name in self.mapping.fields if digests.get(name) != line.digests.get(name)]
        if names and names != [moves_on]:
            self.different.append(Difference(line.number, tuple(names)))
        elif names and ADVANCERS[self.mapping.kind](local_id, line.values, self.work):
            self._keep(line, {**digests, moves_on: line.digests[moves_on]})
            self.advanced += 1
        else:
            self.known += 1

    def _keep(self, line: _Read, digests: dict[str, str]) -> None:
        new = next((row for row in self.new if row["external"] == line.external), None)
        if new is not None:  # earlier in the same batch: not yet written
            new["digests"] = digests
        keep_digests(self.work.session, self._key(line), digests)
        self.refs[line.external] = (self.refs[line.external][0], digests)

    def _key(self, line: _Read) -> dict[str, Any]:
        return {"source": self.mapping.source, "kind": self.mapping.kind, "external": line.external}
