"""Who may be lodged, and what each kind may ask for: dated data, so that a right can change without a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from housing.domain.occupant.rules import KindNotLodged
from kernel.dated import in_order, version_on

# A house asks for three papers at most (minimisation, RGPD art. 5; the number is our choice).
MOST_PROOFS = 3


class OccupantKind(StrEnum):
    """Who is lodged (source: the house of Romans lodges interns first, then locums and externs)."""

    GP_INTERN = "gp_intern"
    SASPAS_INTERN = "saspas_intern"
    DOCTEUR_JUNIOR = "docteur_junior"
    LOCUM = "locum"
    EXTERN = "extern"
    THESIS_STUDENT = "thesis_student"
    DENTAL_STUDENT = "dental_student"


class IdentifiedBy(StrEnum):
    """The number that shows who somebody is; never a NIR."""

    RPPS = "rpps"
    STUDENT_NUMBER = "student_number"
    EITHER = "either"

    def accepts(self, given: "IdentifiedBy") -> bool:
        return self in (IdentifiedBy.EITHER, given)


@dataclass(frozen=True, slots=True)
class KindRights:
    """What one kind may ask for, from `starts_on` to the day before `ends_on`; `label` and `proofs` are French.

    Without `longest_months`, only the tariff of the house limits a stay.
    """

    kind: OccupantKind
    starts_on: date
    ends_on: date | None
    label: str
    is_intern: bool
    longest_months: int | None
    proofs: tuple[str, ...]
    identified_by: IdentifiedBy

    def __post_init__(self) -> None:
        if len(self.proofs) > MOST_PROOFS:
            raise ValueError(f"{self.kind} : au plus {MOST_PROOFS} justificatifs")


def rights_on(table: Sequence[KindRights], kind: OccupantKind, day: date) -> KindRights:
    """The rights of a kind on a day, or the rule that this kind is not lodged then."""
    rights = version_on((rights for rights in table if rights.kind is kind), day)
    if rights is None:
        raise KindNotLodged
    return rights


def labels(table: Sequence[KindRights]) -> Mapping[OccupantKind, str]:
    """The French name of each kind, the latest one when it has changed."""
    return {rights.kind: rights.label for rights in in_order(table)}
