"""Who works in a permanence, and what each kind may do: dated data, so that a right may change without a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.dated import in_order, version_on
from permanence.domain.practitioner.rules import KindUnknownThen


class PractitionerKind(StrEnum):
    """Kinds of practitioner met in a permanence (source: the permanence of Romans and the centre of Laval)."""

    RETIRED_GP = "retired_gp"
    SALARIED_GP = "salaried_gp"
    SASPAS_INTERN = "saspas_intern"
    DOCTEUR_JUNIOR = "docteur_junior"
    LOCUM = "locum"
    COORDINATING_DOCTOR = "coordinating_doctor"
    NURSE = "nurse"
    SECRETARY = "secretary"


class Profession(StrEnum):
    """What somebody is by trade: only doctors consult."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    SECRETARY = "secretary"


@dataclass(frozen=True, slots=True)
class KindRights:
    """What one kind may do, from `starts_on` to the day before `ends_on`; `label` is French.

    `needs_ordre`: a contract needs a registration with the Ordre, or the licence that it gives to locums.
    """

    kind: PractitionerKind
    starts_on: date
    ends_on: date | None
    label: str
    profession: Profession
    consults: bool
    may_be_declared: bool
    needs_supervision: bool
    needs_ordre: bool


def rights_on(table: Sequence[KindRights], kind: PractitionerKind, day: date) -> KindRights:
    """The rights of a kind on a day, or the rule that nobody works as such then."""
    rights = version_on((rights for rights in table if rights.kind is kind), day)
    if rights is None:
        raise KindUnknownThen(f"Ce statut de praticien n'existe pas le {day:%d/%m/%Y}.")
    return rights


def labels(table: Sequence[KindRights]) -> Mapping[PractitionerKind, str]:
    """The French name of each kind, the latest one when it has changed."""
    return {rights.kind: rights.label for rights in in_order(table)}
