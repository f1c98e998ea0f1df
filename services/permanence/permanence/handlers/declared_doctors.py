"""The doctors that a declaration names, as the register knows them on a day."""

from collections.abc import Sequence
from datetime import date

from chassis.core.work import UnitOfWork
from permanence.domain.declaration.choice import Doctor, check_number
from permanence.domain.practitioner.practitioner import Practitioner, checked_rpps
from permanence.domain.practitioner.rules import PractitionerNotThere
from permanence.handlers.blame import blaming
from permanence.practitioner_kinds import rights_of
from permanence.store.practitioners import lock_practitioners, practitioner_by_rpps

_FIELD = "practitioners"


def doctors_on(work: UnitOfWork, numbers: Sequence[str], day: date, *, lock: bool = False) -> list[Doctor]:
    """With `lock`, none of them leaves before the end of the transaction; taken before any patient's lock."""
    with blaming(_FIELD):
        asked = [checked_rpps(number) for number in numbers]
        check_number(asked)
        found = [practitioner_by_rpps(work.session, number) for number in asked]
        if lock:
            locked = lock_practitioners(work, [practitioner.practitioner_id for practitioner in found])
            found = [locked[practitioner.practitioner_id] for practitioner in found]
        return [_doctor(practitioner, rpps, day) for practitioner, rpps in zip(found, asked, strict=True)]


def _doctor(practitioner: Practitioner, rpps: str, day: date) -> Doctor:
    contract = practitioner.contract_on(day)
    if contract is None:
        raise PractitionerNotThere(f"Ce praticien n'est pas sous contrat le {day:%d/%m/%Y}.")
    return Doctor(rpps, contract.employer, rights_of(contract.kind, day).may_be_declared)
