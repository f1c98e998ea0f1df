"""Practitioners as the lists of the forms offer them, by RPPS number."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from permanence.domain.practitioner.practitioner import Practitioner, PractitionerState
from permanence.practitioner_kinds import rights_of
from permanence.queries.practitioners import register


def present(session: Session, day: date) -> Mapping[str, str]:
    """Those under contract on a day who may be named in an act."""
    return {one.rpps: one.label for one in _under_contract(session, day) if one.rpps}


def declarable(session: Session, day: date) -> Mapping[str, str]:
    """Those who may be declared médecin traitant on a day: neither interns, docteurs juniors nor locums."""
    return {
        one.rpps: one.label
        for one in _under_contract(session, day)
        if one.rpps and (kind := one.kind_on(day)) is not None and rights_of(kind, day).may_be_declared
    }


def _under_contract(session: Session, day: date) -> list[Practitioner]:
    listed = register(session, day, PractitionerState.UNDER_CONTRACT)
    return [one.practitioner for one in listed if one.practitioner.kind_on(day) is not None]
