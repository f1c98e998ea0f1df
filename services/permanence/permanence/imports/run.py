"""A file imported from beginning to end, some lines a transaction, so that a run cut short goes on where it was."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from chassis.core.application import execute
from chassis.core.ids import new_id
from chassis.core.runtime import Runtime
from permanence import parameters
from permanence.commands.imports import BeginImport, BeginImportOutcome, FinishImport, FinishImportOutcome, TakeLines
from permanence.domain.imported.imported import Difference, ImportKind, LegalBasis, Rejection, Tally, Warned
from permanence.imports.mapping import FileMapping, file_mapping
from permanence.imports.reading import read_lines

# Lines of one transaction: enough to be fast, few enough not to hold up the people at work.
AT_ONCE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a run; the last two for a nominative file only."""

    source: str
    kind: ImportKind
    legal_basis: LegalBasis | None = None
    controller: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file; line by line for those that were not simply taken."""

    import_id: UUID
    resumed: bool
    lines: int
    mapping: FileMapping
    totals: FinishImportOutcome
    rejected: Sequence[Rejection]
    different: Sequence[Difference]
    warned: Sequence[Warned]


def import_file(
    runtime: Runtime, wanted: Wanted, content: bytes, advanced: Callable[[int, int], None] = lambda _done, _of: None
) -> Report:
    """Imports; `advanced` hears how many lines are done, of how many. Raises the rule that the whole file breaks."""
    mapping = file_mapping(parameters.of(runtime).imports, wanted.source, wanted.kind)
    lines = read_lines(content, mapping)
    file = hashlib.sha256(content).digest()
    begin = BeginImport(wanted.source, wanted.kind, file, len(lines), wanted.legal_basis, wanted.controller)
    begun: BeginImportOutcome = execute(runtime, begin, new_id())
    tallies: list[Tally] = []
    for first in range(0, len(lines), AT_ONCE):
        advanced(first, len(lines))
        command = TakeLines(begun.import_id, tuple(lines[first : first + AT_ONCE]))
        # The same command for the same lines: those of a run cut short answer as they did.
        tallies.append(execute(runtime, command, uuid5(begun.import_id, f"lines/{first}")))
    totals: FinishImportOutcome = execute(runtime, FinishImport(begun.import_id), uuid5(begun.import_id, "finish"))
    advanced(len(lines), len(lines))
    return Report(
        begun.import_id,
        begun.resumed,
        len(lines),
        mapping,
        totals,
        [one for tally in tallies for one in tally.rejected],
        [one for tally in tallies for one in tally.different],
        [one for tally in tallies for one in tally.warned],
    )
