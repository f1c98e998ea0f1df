"""Runs of imports, the lines already taken, and the people invited."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.bulk import is_among
from chassis.core.column_types import Instant
from chassis.core.mapping import enumeration
from chassis.core.work import UnitOfWork
from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import ImportKind, LegalBasis, Tally
from permanence.domain.patient.patient import Patient
from permanence.store.patients import patients
from permanence.store.registry import metadata

INVITATION = "permanence.invitation"

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("import_id", sa.Uuid, primary_key=True),
    sa.Column("source", sa.String(63), nullable=False),
    sa.Column("kind", enumeration(ImportKind), nullable=False),
    sa.Column("file", sa.LargeBinary(32), nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("legal_basis", enumeration(LegalBasis)),
    sa.Column("controller", sa.String(200)),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("known", sa.Integer, nullable=False),
    sa.Column("advanced", sa.Integer, nullable=False),
    sa.Column("different", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.CheckConstraint(
        "kind <> 'invitations' OR (legal_basis IS NOT NULL AND controller IS NOT NULL)", name="imports_lawful"
    ),
)
_COUNTED = ("taken", "known", "advanced", "different", "rejected")
# A file is imported by one run at a time: whoever begins it again takes up that one.
sa.Index(
    "imports_unfinished",
    imports.c.source,
    imports.c.kind,
    imports.c.file,
    unique=True,
    sqlite_where=imports.c.finished_at.is_(None),
    postgresql_where=imports.c.finished_at.is_(None),
)

# Numbers of other software may be anything, a NIR included: only keyed digests of them are kept.
external_refs = sa.Table(
    "external_refs",
    metadata,
    sa.Column("source", sa.String(63), primary_key=True),
    sa.Column("kind", enumeration(ImportKind), primary_key=True),
    sa.Column("external", sa.LargeBinary(32), primary_key=True),
    sa.Column("local_id", sa.Uuid, nullable=False),
    sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.import_id"), nullable=False, index=True),
    sa.Column("digests", sa.JSON, nullable=False),  # of each field's value, to name those that differ
)

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("invitation_id", sa.Uuid, primary_key=True),
    sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.import_id"), nullable=False, index=True),
    sa.Column("invited_at", Instant, nullable=False),
    sa.Column("sealed_identity", sa.LargeBinary, nullable=False),
)


def unfinished_import(session: Session, source: str, kind: ImportKind, file: bytes) -> UUID | None:
    """The import of this very file that was cut short, if any."""
    columns = imports.c
    same = (columns.source == source, columns.kind == kind, columns.file == file, columns.finished_at.is_(None))
    return session.scalar(sa.select(columns.import_id).where(*same))


def keep_import(session: Session, begun: Mapping[str, Any]) -> None:
    """Nothing is counted yet."""
    session.execute(sa.insert(imports), {**begun, **dict.fromkeys(_COUNTED, 0)})


def count_lines(session: Session, import_id: UUID, tally: Tally) -> None:
    more = (tally.taken, tally.known, tally.advanced, len(tally.different), len(tally.rejected))
    counted = {name: imports.c[name] + count for name, count in zip(_COUNTED, more, strict=True)}
    session.execute(sa.update(imports).where(imports.c.import_id == import_id).values(counted))


def end_import(session: Session, import_id: UUID, now: datetime) -> Sequence[int]:
    """How many lines were taken, known, advanced, different and rejected."""
    this = imports.c.import_id == import_id
    session.execute(sa.update(imports).where(this).values(finished_at=now))
    return session.execute(sa.select(*(imports.c[name] for name in _COUNTED)).where(this)).one()


def lock_import(work: UnitOfWork, import_id: UUID) -> tuple[str, ImportKind]:
    """Source and kind of an import that goes on; its lines are taken by one transaction at a time."""
    columns = imports.c
    query = sa.select(columns.source, columns.kind, columns.finished_at).where(columns.import_id == import_id)
    work.locks.ask(imports, [import_id])
    row = work.session.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise import_rules.ImportUnknown
    if row.finished_at is not None:
        raise import_rules.ImportFinished
    return row.source, row.kind


def known_lines(
    session: Session, source: str, kind: ImportKind, external: Collection[bytes]
) -> dict[bytes, tuple[UUID, Mapping[str, str]]]:
    """What was taken before under these numbers: its local reference, and the digests of its fields."""
    columns = external_refs.c
    among = is_among(session.get_bind(), columns.external, list(external))
    query = sa.select(columns.external, columns.local_id, columns.digests)
    rows = session.execute(query.where(columns.source == source, columns.kind == kind, among))
    return {row.external: (row.local_id, row.digests) for row in rows}


def keep_lines(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """What was taken for the first time; a key is a source, a kind and a keyed number."""
    session.execute(sa.insert(external_refs), rows)


def keep_digests(session: Session, key: Mapping[str, Any], digests: Mapping[str, str]) -> None:
    """Of a line that says what followed since."""
    same = (external_refs.c[name] == value for name, value in key.items())
    session.execute(sa.update(external_refs).where(*same).values(digests=digests))


def keep_invitation(session: Session, invitation_id: UUID, import_id: UUID, at: datetime, sealed: bytes) -> None:
    invitation = {"invitation_id": invitation_id, "import_id": import_id, "invited_at": at, "sealed_identity": sealed}
    session.execute(sa.insert(invitations), invitation)


def patients_named(session: Session, patient_ids: Collection[UUID]) -> dict[UUID, Patient]:
    """These patients by reference, read at once."""
    if not patient_ids:
        return {}
    among = is_among(session.get_bind(), patients.c.patient_id, list(patient_ids))
    return {patient.patient_id: patient for patient in session.scalars(sa.select(Patient).where(among))}
