"""The people who are lodged: found again by their number, corrected, erased; their names are sealed here."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.occupants import CorrectOccupant, EraseOccupant, OccupantReference
from housing.domain.occupant.identity import IdentityGiven
from housing.domain.occupant.kind import KindRights, rights_on
from housing.domain.occupant.occupant import Occupant, SealedIdentity
from housing.domain.occupant.rules import NumberTaken
from housing.handlers.money import balance_cents
from housing.occupant_kinds import occupant_kinds
from housing.store.stays import latest_kind, lock_occupant, occupant_numbered, stays_of

IDENTITY = "housing.identity"
NUMBER = "housing.occupant.number"
CONTACT = "housing.occupant.contact"


def found_or_registered(work: UnitOfWork, given: IdentityGiven, rights: KindRights) -> Occupant:
    """The person of this number.

    What the house knows of somebody is not replaced by what a request says: an RPPS number is public, and whoever
    knows it could put their own address there. An agent corrects it.
    """
    identity = _sealed(work, given, rights)
    known = occupant_numbered(work.session, identity.number_digest)
    if known is not None:
        return lock_occupant(work, known)
    occupant = Occupant(new_id(), identity)
    work.save(occupant)
    return occupant


def correct_occupant(command: CorrectOccupant, work: UnitOfWork) -> OccupantReference:
    occupant = lock_occupant(work, command.occupant_id)
    rights = rights_on(occupant_kinds(), *latest_kind(work.session, occupant.occupant_id))
    identity = _sealed(work, command.identity, rights)
    if occupant_numbered(work.session, identity.number_digest) not in (None, occupant.occupant_id):
        raise NumberTaken
    occupant.correct(identity)
    work.save(occupant)
    return OccupantReference(occupant.occupant_id)


def erase_occupant(command: EraseOccupant, work: UnitOfWork) -> OccupantReference:
    occupant = lock_occupant(work, command.occupant_id)
    stays = stays_of(work.session, occupant.occupant_id)
    erased = occupant.erase(
        work.today,
        stays_are_over=all(stay.state.is_over for stay in stays),
        accounts_are_balanced=all(balance_cents(work, stay.stay_id) == 0 for stay in stays),
    )
    work.save(occupant, erased)
    return OccupantReference(occupant.occupant_id)


def _sealed(work: UnitOfWork, given: IdentityGiven, rights: KindRights) -> SealedIdentity:
    identity, kind_of_number = given.checked(rights.identified_by)
    return SealedIdentity(
        kind_of_number,
        work.keyring.digest(NUMBER, identity.number.encode()),
        work.keyring.digest(CONTACT, identity.email.encode()),
        work.keyring.seal(IDENTITY, json.dumps(asdict(identity)).encode()),
    )


HANDLERS: Mapping[type, Handler] = {CorrectOccupant: correct_occupant, EraseOccupant: erase_occupant}
