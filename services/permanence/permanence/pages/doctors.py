"""Practitioners as the lists of the forms offer them, by RPPS number."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from permanence.domain.practitioner.practitioner import PractitionerState
from permanence.practitioner_kinds import rights_of
from permanence.queries.practitioners import Listed, register


def present(session: Session, day: date) -> Mapping[str, str]:
    """Those under contract on a day who may be named in an act."""
    return {one.rpps: one.label for one in _under_contract(session, day) if one.rpps}


def declarable(session: Session, day: date) -> Mapping[str, str]:
    """Those who may be declared médecin traitant on a day: neither interns, docteurs juniors nor locums."""
    return {
        one.rpps: one.label
        for one in _under_contract(session, day)
        if one.rpps and one.practitioner_kind and rights_of(one.practitioner_kind, day).may_be_declared
    }


def _under_contract(session: Session, day: date) -> list[Listed]:
    return [one for one in register(session, day, PractitionerState.UNDER_CONTRACT) if one.practitioner_kind]
