"""Houses open, are described and closed; prices, conventions and priorities are decided."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.houses import (
    CloseHouse,
    DescribeHouse,
    OpenHouse,
    OpenHouseOutcome,
    SetPriorityRule,
    SignConvention,
    SignConventionOutcome,
    VoteTariff,
)
from housing.commands.words import HouseReference
from housing.domain.house.house import House
from housing.domain.house.priority import PriorityRule
from housing.store import nights
from housing.store.houses import check_house_code, known_house, lock_house, lock_rooms, rooms_of


def open_house(command: OpenHouse, work: UnitOfWork) -> OpenHouseOutcome:
    check_house_code(work.session, command.house)
    house, opened = House.open(
        new_id(),
        code=command.house,
        label=command.label,
        town=command.town,
        address=command.address,
        commune=command.commune,
        area_m2=command.area_m2,
        opened_on=command.opened_on,
        collection=command.collection,
        tariff=command.tariff.since(command.opened_on),
    )
    work.save(house, opened)
    return OpenHouseOutcome(house.house_id, house.code)


def describe_house(command: DescribeHouse, work: UnitOfWork) -> HouseReference:
    house = known_house(work.session, command.house)
    house.describe(
        label=command.label,
        address=command.address,
        contacts=command.contacts,
        welcome_items=command.welcome_items,
        logo=command.logo,
    )
    work.save(house)
    return HouseReference(house.house_id)


def vote_tariff(command: VoteTariff, work: UnitOfWork) -> HouseReference:
    house = known_house(work.session, command.house)
    house.vote_tariff(command.tariff.checked())
    work.save(house)
    return HouseReference(house.house_id)


def sign_convention(command: SignConvention, work: UnitOfWork) -> SignConventionOutcome:
    house = known_house(work.session, command.house)
    signed = house.sign_convention(new_id(), command.convention)
    work.save(house, signed)
    return SignConventionOutcome(house.house_id, signed.convention_id)


def set_priority_rule(command: SetPriorityRule, work: UnitOfWork) -> HouseReference:
    house = known_house(work.session, command.house)
    house.set_priority_rule(PriorityRule(command.starts_on, command.order))
    work.save(house)
    return HouseReference(house.house_id)


def close_house(command: CloseHouse, work: UnitOfWork) -> HouseReference:
    """Closes the rooms that are not closed yet in the same transaction: none outlives its house."""
    house = lock_house(work, command.house)
    rooms = lock_rooms(work, rooms_of(work.session, house.code))
    booked_until = nights.booked_until(work.session, rooms)
    house.close(command.closed_on, booked_until=booked_until)
    work.save(house)
    for room in rooms.values():
        if room.closed_on is None:
            work.save(room, room.close(command.closed_on, booked_until=booked_until))
    return HouseReference(house.house_id)


HANDLERS: Mapping[type, Handler] = {
    OpenHouse: open_house,
    DescribeHouse: describe_house,
    VoteTariff: vote_tariff,
    SignConvention: sign_convention,
    SetPriorityRule: set_priority_rule,
    CloseHouse: close_house,
}
