"""What comes in from other software: which kinds of file, on which legal basis, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from permanence.domain.imported import rules


class ImportKind(StrEnum):
    """What one line of a file is about."""

    PATIENTS = "patients"
    APPOINTMENTS = "appointments"
    ACTS = "acts"
    DECLARATIONS = "declarations"
    PEOPLE_WITHOUT_GP = "people_without_gp"
    INVITATIONS = "invitations"


class LegalBasis(StrEnum):
    """Why a nominative file may be used at all (art. 6 of the RGPD); the controller answers for it."""

    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number as a text editor counts, and its cells by field, as they were written."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that was not taken, and why; no cell is quoted, because columns may have been shifted."""

    line: int
    field: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A line taken before that says something else now: which fields; nothing was changed."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """A line that was taken with warnings."""

    line: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of lines: `taken` are new, `known` were there already, `advanced` tell what followed since."""

    taken: int = 0
    known: int = 0
    advanced: int = 0
    rejected: tuple[Rejection, ...] = ()
    different: tuple[Difference, ...] = ()
    warned: tuple[Warned, ...] = ()


def check_lawful(kind: ImportKind, basis: LegalBasis | None, controller: str | None) -> None:
    """A nominative file of people who are nobody's patients yet has a legal basis, and somebody who answers for it."""
    if kind is not ImportKind.INVITATIONS:
        return
    if basis is None:
        raise rules.LegalBasisMissing
    if not (controller or "").strip():
        raise rules.ControllerMissing
