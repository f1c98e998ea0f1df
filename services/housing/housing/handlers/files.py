"""The file of a stay: opened by the first thing that is written in it."""

from collections.abc import Callable, Mapping

from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.files import (
    AcceptRules,
    GiveKeys,
    ReturnKeys,
    SeeProof,
    SignAgreement,
    TakeInventoryIn,
    TakeInventoryOut,
    WelcomeOccupant,
)
from housing.commands.words import StayReference
from housing.domain.occupant.kind import rights_on
from housing.domain.stay.file import StayFile
from housing.domain.stay.stay import Stay
from housing.occupant_kinds import occupant_kinds
from housing.store.houses import known_house
from housing.store.stays import file_of, known_stay

_Mark = Callable[[StayFile], None]


def see_proof(command: SeeProof, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    asked = rights_on(occupant_kinds(), stay.kind, stay.arrival_on).proofs
    return _write(work, stay, lambda file: file.see_proof(command.proof, asked))


def sign_agreement(command: SignAgreement, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _write(work, stay, lambda file: file.sign_agreement(command.signed_on, today=work.today))


def accept_rules(command: AcceptRules, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _write(work, stay, lambda file: file.accept_rules(command.signed_on, today=work.today))


def take_inventory_in(command: TakeInventoryIn, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _write(work, stay, lambda file: file.take_inventory_in(command.inventory, today=work.today))


def take_inventory_out(command: TakeInventoryOut, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _write(work, stay, lambda file: file.take_inventory_out(command.inventory, today=work.today))


def give_keys(command: GiveKeys, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _write(work, stay, lambda file: file.give_keys(command.keys_given))


def return_keys(command: ReturnKeys, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _write(work, stay, lambda file: file.return_keys(command.keys_returned))


def welcome_occupant(command: WelcomeOccupant, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    items = {item.code for item in known_house(work.session, stay.house).welcome_items}
    return _write(work, stay, lambda file: file.welcome(command.item, items))


def _write(work: UnitOfWork, stay: Stay, mark: _Mark) -> StayReference:
    file = file_of(work.session, stay.stay_id) or StayFile(stay.stay_id)
    mark(file)
    work.save(file)
    return StayReference(stay.stay_id)


HANDLERS: Mapping[type, Handler] = {
    SeeProof: see_proof,
    SignAgreement: sign_agreement,
    AcceptRules: accept_rules,
    TakeInventoryIn: take_inventory_in,
    TakeInventoryOut: take_inventory_out,
    GiveKeys: give_keys,
    ReturnKeys: return_keys,
    WelcomeOccupant: welcome_occupant,
}
