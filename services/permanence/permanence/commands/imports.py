"""Lines that come from other software."""

from dataclasses import dataclass
from uuid import UUID

from permanence.domain.imported.imported import ImportKind, LegalBasis, Line


@dataclass(frozen=True, slots=True)
class BeginImport:
    """Begins to import a file, or takes up again an import of the same file that was cut short.

    `source` is a key of the antenna's `[permanence.imports]`, `file` a digest of the file's bytes, `lines` how many
    lines it has below its header. A nominative file names its legal basis and its controller.
    """

    source: str
    kind: ImportKind
    file: bytes
    lines: int
    legal_basis: LegalBasis | None = None
    controller: str | None = None


@dataclass(frozen=True, slots=True)
class TakeLines:
    """Takes some lines of an import: what can be taken is, each of the others is answered with its reason."""

    import_id: UUID
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FinishImport:
    """Ends an import: the same file may be read again from its beginning, as another one."""

    import_id: UUID


@dataclass(frozen=True, slots=True)
class BeginImportOutcome:
    import_id: UUID
    resumed: bool


@dataclass(frozen=True, slots=True)
class FinishImportOutcome:
    """How many lines, over the whole file; as in a `Tally`."""

    taken: int
    known: int
    advanced: int
    different: int
    rejected: int
