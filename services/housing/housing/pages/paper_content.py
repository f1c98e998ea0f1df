"""From the facts of a stay to what its papers say."""

from collections.abc import Sequence
from datetime import date, timedelta

from chassis.core.errors import NotFound
from housing.domain.house.house import House
from housing.domain.stay.file import Condition as Seen
from housing.domain.stay.file import Inventory as Taken
from housing.domain.stay.file import InventoryLine
from housing.domain.stay.period import Period
from housing.pages import inventory_items
from housing.pages.universities import university_named
from housing.pages.words import in_french
from housing.papers.content import Collection, Dwelling, Issuer, Keys, Meter, Moment, Nights, Person, Terms
from housing.papers.inventory import Condition, Inventory, Item, Space, blank
from housing.papers.lodging_attestation import MonthLodged
from housing.papers.welcome_pack import Contact
from housing.queries.papers import PaperFacts
from kernel.period import add_months

METERS = (Meter("Électricité", "kWh"), Meter("Eau", "m³"))
KEYS = ("Clés de la maison et de la chambre",)
_ERASED = "(identité effacée)"
# A paper has one word for broken and missing: the remark says which.
_SEEN = {
    Seen.NEW: Condition.NEW,
    Seen.GOOD: Condition.GOOD,
    Seen.WORN: Condition.WORN,
    Seen.BROKEN: Condition.DAMAGED,
    Seen.MISSING: Condition.DAMAGED,
}


def issuer_of(house: House, logo: bytes | None) -> Issuer:
    """Who signs for the house: what the town has written of it, and nothing made up."""
    ways = [way for contact in house.contacts[:1] for way in (contact.phone, contact.email) if way]
    return Issuer(
        town=house.town,
        service=house.contacts[0].label if house.contacts else house.label,
        address=address_of(house),
        contacts=tuple(ways),
        place=house.town.removeprefix("Ville de ").removeprefix("CCAS de "),
        signatory="le gestionnaire de la maison",
        logo=logo,
    )


def address_of(house: House) -> tuple[str, ...]:
    return tuple(line.strip() for line in house.address.splitlines() if line.strip())


def dwelling_of(facts: PaperFacts) -> Dwelling:
    """Where somebody lives; a stay without a room has no papers."""
    if facts.stay.room_label is None:
        raise NotFound
    return Dwelling(facts.house.label, address_of(facts.house), facts.stay.room_label)


def person_of(facts: PaperFacts) -> Person:
    identity = facts.identity
    return Person(
        identity.given_name if identity else "",
        identity.family_name if identity else _ERASED,
        in_french(facts.stay.occupant_kind),
        university_named(facts.stay.university),
        (identity.email, identity.phone) if identity else (),
    )


def nights_of(facts: PaperFacts) -> Nights:
    return Nights(facts.stay.first, facts.stay.end)


def nights_in(facts: PaperFacts, month: date) -> Nights:
    """Those of one civil month; none left of a month that a shorter stay no longer reaches."""
    shared = facts.stay.period.shared_with(Period(month, add_months(month, 1)))
    return Nights(shared.first, shared.end) if shared else Nights(month, month)


def terms_of(facts: PaperFacts) -> Terms:
    tariff = facts.house.tariff_on(facts.stay.first)
    return Terms(
        tariff.night_cents,
        tariff.month_cents,
        tariff.longest_months,
        tariff.free_nights,
        tariff.linked_within_nights,
        tariff.voted_on,
    )


def collection_of(house: House) -> Collection:
    return Collection(house.collection.value)


def contacts_of(house: House) -> tuple[Contact, ...]:
    return tuple(
        Contact(contact.label, "", tuple(way for way in (contact.phone, contact.email) if way))
        for contact in house.contacts
    )


def emergency_of(house: House) -> str | None:
    """Whom to call, where the house has said it."""
    reached = [f"{contact.label} : {contact.phone}" for contact in house.contacts if contact.phone]
    return " ; ".join(reached) or None


def months_lodged(facts: PaperFacts) -> tuple[MonthLodged, ...]:
    """What was asked and paid month by month; a month that has no avis yet has its nights alone."""
    due: dict[date, int] = {}
    paid: dict[date, int] = {}
    for line in facts.account.imputations() if facts.account else ():
        due[line.due.month] = due.get(line.due.month, 0) + line.due.amount_cents
        paid[line.due.month] = paid.get(line.due.month, 0) + line.paid_cents
    months = sorted(due.keys() | {night.replace(day=1) for night in facts.stay.period.days()})
    return tuple(
        MonthLodged(month, nights_in(facts, month).count, due.get(month, 0), paid.get(month, 0)) for month in months
    )


def keys_of(count: int | None) -> tuple[Keys, ...]:
    return tuple(Keys(label, count or None) for label in KEYS)


def inventory_of(facts: PaperFacts, moment: Moment, day: date) -> Inventory:
    """What was seen, or a sheet to fill in by hand, which at departure recalls the arrival."""
    before = facts.file.inventory_in
    is_arrival = moment is Moment.ARRIVAL
    taken = before if is_arrival else facts.file.inventory_out
    return Inventory(
        issuer_of(facts.house, facts.logo),
        taken.signed_on if taken else day,
        moment,
        dwelling_of(facts),
        person_of(facts),
        _spaces(taken, None if is_arrival else before),
        METERS,
        keys_of(facts.file.keys_given if is_arrival else facts.file.keys_returned),
        _remarks(taken),
    )


def _spaces(taken: Taken | None, before: Taken | None) -> tuple[Space, ...]:
    now, then = _by_item(taken), _by_item(before)
    spaces = [
        Space(
            space.label,
            tuple(_item(item.label, now.get(name), then.get(name)) for item, name in _named(space)),
        )
        for space in blank(inventory_items.ROOM)
    ]
    known = {name for space in blank(inventory_items.ROOM) for _, name in _named(space)} | {inventory_items.REMARKS}
    others = [name for name in {**then, **now} if name not in known]
    if others:
        spaces.append(Space("Autres", tuple(_item(name, now.get(name), then.get(name)) for name in others)))
    return tuple(spaces)


def _named(space: Space) -> Sequence[tuple[Item, str]]:
    return [(item, f"{space.label} : {item.label}") for item in space.items]


def _item(label: str, now: InventoryLine | None, then: InventoryLine | None) -> Item:
    remark = " ; ".join(
        part for part in (now.note if now else "", "manquant" if now and now.condition is Seen.MISSING else "") if part
    )
    return Item(label, _SEEN[now.condition] if now else None, _SEEN[then.condition] if then else None, remark)


def _by_item(inventory: Taken | None) -> dict[str, InventoryLine]:
    return {line.item: line for line in inventory.lines} if inventory else {}


def _remarks(inventory: Taken | None) -> str:
    return (
        next((line.note for line in inventory.lines if line.item == inventory_items.REMARKS), "") if inventory else ""
    )


def pay_by(issued_on: date) -> date:
    """Two weeks (our choice; a house that wants another day says so on its avis)."""
    return issued_on + timedelta(days=14)
