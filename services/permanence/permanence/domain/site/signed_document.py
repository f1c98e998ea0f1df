"""What a health centre must have signed: its projet de santé and its règlement intérieur (art. L6323-1 CSP)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.named import Named
from permanence.domain.site import rules

LONGEST_NAME = 120
LONGEST_VERSION = 40
MOST_SIGNATORIES = 30


class DocumentKind(Named):
    """Which document."""

    PROJET_DE_SANTE = "projet_de_sante", "projet de santé"
    REGLEMENT_INTERIEUR = "reglement_interieur", "règlement intérieur"


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """One version and who signed it, by function or organisation and not by name."""

    kind: DocumentKind
    version: str
    signed_on: date
    signed_by: tuple[str, ...]


def checked_document(
    kind: DocumentKind, version: str, signed_on: date, signed_by: Sequence[str], *, today: date
) -> SignedDocument:
    """The document, or the rule that it breaks."""
    if signed_on > today:
        raise rules.SignedInFuture
    if not version.strip() or len(version) > LONGEST_VERSION:
        raise rules.DocumentInvalid(field="version")
    names = [name.strip() for name in signed_by]
    if not 0 < len(names) <= MOST_SIGNATORIES or not all(0 < len(name) <= LONGEST_NAME for name in names):
        raise rules.DocumentInvalid
    return SignedDocument(kind, version.strip(), signed_on, tuple(names))
