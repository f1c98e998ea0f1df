"""Files of other software: begun, taken a few lines at a time, ended."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence import parameters
from permanence.commands.imports import BeginImport, FinishImport, TakeLines
from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import ImportKind
from permanence.handlers.import_batch import take_batch
from permanence.imports.mapping import FileMapping, file_mapping
from permanence.store.imports import imports, lock_import, unfinished_import


def begin_import(command: BeginImport, work: UnitOfWork) -> Mapping[str, Any]:
    _mapping(work, command.source, command.kind)
    if command.kind is ImportKind.INVITATIONS:
        if command.legal_basis is None:
            raise import_rules.LegalBasisMissing
        if not (command.controller or "").strip():
            raise import_rules.ControllerMissing
    digest = work.keyring.digest("permanence.file", command.file)
    cut_short = unfinished_import(work.session, command.source, command.kind, digest)
    if cut_short is not None:
        return {"import_id": str(cut_short), "resumed": True}
    begun = {
        "import_id": new_id(),
        "source": command.source,
        "kind": command.kind,
        "file": digest,
        "lines": command.lines,
        "legal_basis": command.legal_basis,
        "controller": command.controller,
        "started_at": work.now,
        **dict.fromkeys(("taken", "known", "advanced", "different", "rejected"), 0),
    }
    work.session.execute(sa.insert(imports), begun)
    return {"import_id": str(begun["import_id"]), "resumed": False}


def take_lines(command: TakeLines, work: UnitOfWork) -> Mapping[str, Any]:
    mapping = _mapping(work, *lock_import(work, command.import_id))
    tally = take_batch(command.lines, mapping, command.import_id, work)
    more = {
        "taken": tally.taken,
        "known": tally.known,
        "advanced": tally.advanced,
        "different": len(tally.different),
        "rejected": len(tally.rejected),
    }
    counted = {name: imports.c[name] + count for name, count in more.items()}
    work.session.execute(sa.update(imports).where(imports.c.import_id == command.import_id).values(counted))
    return tally.as_json()


def finish_import(command: FinishImport, work: UnitOfWork) -> Mapping[str, Any]:
    lock_import(work, command.import_id)
    this = imports.c.import_id == command.import_id
    work.session.execute(sa.update(imports).where(this).values(finished_at=work.now))
    columns = imports.c
    query = sa.select(columns.taken, columns.known, columns.advanced, columns.different, columns.rejected).where(this)
    return dict(work.session.execute(query).mappings().one())


def _mapping(work: UnitOfWork, source: str, kind: ImportKind) -> FileMapping:
    return file_mapping(parameters.of(work).imports, source, kind)


HANDLERS: Mapping[type, Handler] = {
    BeginImport: begin_import,
    TakeLines: take_lines,
    FinishImport: finish_import,
}
