"""Files of other software: begun, taken a few lines at a time, ended."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence import parameters
from permanence.commands.imports import BeginImport, BeginImportOutcome, FinishImport, FinishImportOutcome, TakeLines
from permanence.domain.imported.imported import ImportKind, Tally, check_lawful
from permanence.handlers.import_batch import take_batch
from permanence.imports.mapping import FileMapping, file_mapping
from permanence.store.imports import count_lines, end_import, keep_import, lock_import, unfinished_import


def begin_import(command: BeginImport, work: UnitOfWork) -> BeginImportOutcome:
    _mapping(work, command.source, command.kind)
    check_lawful(command.kind, command.legal_basis, command.controller)
    digest = work.keyring.digest("permanence.file", command.file)
    cut_short = unfinished_import(work.session, command.source, command.kind, digest)
    if cut_short is not None:
        return BeginImportOutcome(cut_short, resumed=True)
    import_id = new_id()
    begun = {
        "import_id": import_id,
        "source": command.source,
        "kind": command.kind,
        "file": digest,
        "lines": command.lines,
        "legal_basis": command.legal_basis,
        "controller": command.controller,
        "started_at": work.now,
    }
    keep_import(work.session, begun)
    return BeginImportOutcome(import_id, resumed=False)


def take_lines(command: TakeLines, work: UnitOfWork) -> Tally:
    mapping = _mapping(work, *lock_import(work, command.import_id))
    tally = take_batch(command.lines, mapping, command.import_id, work)
    count_lines(work.session, command.import_id, tally)
    return tally


def finish_import(command: FinishImport, work: UnitOfWork) -> FinishImportOutcome:
    lock_import(work, command.import_id)
    return FinishImportOutcome(*end_import(work.session, command.import_id, work.now))


def _mapping(work: UnitOfWork, source: str, kind: ImportKind) -> FileMapping:
    return file_mapping(parameters.of(work).imports, source, kind)


HANDLERS: Mapping[type, Handler] = {
    BeginImport: begin_import,
    TakeLines: take_lines,
    FinishImport: finish_import,
}
