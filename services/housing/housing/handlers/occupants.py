"""The people who are lodged: found again by their number, corrected, erased; their names are sealed here."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.occupants import CorrectOccupant, EraseOccupant
from housing.commands.stays import RequestStay
from housing.domain.occupant.identity import checked_identity, number_kind
from housing.domain.occupant.kind import KindRights, rights_on
from housing.domain.occupant.occupant import Occupant
from housing.domain.occupant.rules import NumberKindRefused, NumberTaken
from housing.handlers.money import balance_cents
from housing.occupant_kinds import occupant_kinds
from housing.store.stays import latest_kind, lock_occupant, occupant_numbered, stays_of

IDENTITY = "housing.identity"
NUMBER = "housing.occupant.number"
CONTACT = "housing.occupant.contact"


def found_or_registered(command: RequestStay, work: UnitOfWork, rights: KindRights) -> Occupant:
    """The person of this number.

    What the house knows of somebody is not replaced by what a request says: an RPPS number is public, and whoever
    knows it could put their own address there. An agent corrects it.
    """
    typed = _typed(command, work, rights)
    known = occupant_numbered(work.session, typed["number_digest"])
    if known is not None:
        return lock_occupant(work, known)
    occupant = Occupant.register(new_id(), rights=rights, **typed)
    work.save(occupant)
    return occupant


def correct_occupant(command: CorrectOccupant, work: UnitOfWork) -> Mapping[str, str]:
    occupant = lock_occupant(work, command.occupant_id)
    rights = rights_on(occupant_kinds(), *latest_kind(work.session, occupant.occupant_id))
    typed = _typed(command, work, rights)
    if occupant_numbered(work.session, typed["number_digest"]) not in (None, occupant.occupant_id):
        raise NumberTaken
    occupant.correct(rights=rights, **typed)
    work.save(occupant)
    return {"occupant_id": str(occupant.occupant_id)}


def erase_occupant(command: EraseOccupant, work: UnitOfWork) -> Mapping[str, str]:
    occupant = lock_occupant(work, command.occupant_id)
    stays = stays_of(work.session, occupant.occupant_id)
    erased = occupant.erase(
        work.today,
        stays_are_over=all(stay.state.is_over for stay in stays),
        accounts_are_balanced=all(balance_cents(work, stay.stay_id) == 0 for stay in stays),
    )
    work.save(occupant, erased)
    return {"occupant_id": str(occupant.occupant_id)}


def _typed(command: RequestStay | CorrectOccupant, work: UnitOfWork, rights: KindRights) -> dict[str, Any]:
    """What is kept of an identity: sealed, and two digests to find it again."""
    kind = number_kind(command.number, rights.identified_by)
    if not rights.identified_by.accepts(kind):
        raise NumberKindRefused
    identity = checked_identity(
        given_name=command.given_name,
        family_name=command.family_name,
        email=command.email,
        phone=command.phone,
        number=command.number,
        identified_by=kind,
    )
    return {
        "kind_of_number": kind,
        "number_digest": work.keyring.digest(NUMBER, identity.number.encode()),
        "contact_digest": work.keyring.digest(CONTACT, identity.email.encode()),
        "sealed_identity": work.keyring.seal(IDENTITY, json.dumps(asdict(identity)).encode()),
    }


HANDLERS: Mapping[type, Handler] = {CorrectOccupant: correct_occupant, EraseOccupant: erase_occupant}
