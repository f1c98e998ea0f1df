"""A house: where it is, what it costs by dated versions, who shares its cost, who comes first, what its papers say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from housing.domain.house import rules
from housing.domain.house.priority import DEFAULT_ORDER, PriorityRule, rule_on
from housing.domain.money.convention import Convention, check_conventions
from housing.domain.money.lines import PaymentMethod
from housing.domain.money.rules import TariffGap
from housing.domain.money.tariff import Tariff, check_versions, tariff_on
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.period import Period
from kernel.code import checked_code
from kernel.commune import known_commune
from kernel.dated import ended, in_order
from kernel.named import Named
from kernel.said import Longest

LONGEST_LABEL = 120
HEAVIEST_LOGO = 40 * 1024
LARGEST_LOGO_SIDE = 2_000
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_AREA_M2 = range(9, 10_001)
# Its signature, then the length and the name of the first chunk, which holds the width and the height.
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


class CollectionMode(Named):
    """How rents are collected: by the town's own régie de recettes, or by titres that the Treasury recovers."""

    REGIE = "regie", "régie de recettes"
    TITRE = "titre", "titre de recettes"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, by function and not by name: the house's agent, the night number of the town."""

    label: Annotated[str, "Fonction, et non nom de personne : agent de la maison, astreinte.", Longest(LONGEST_LABEL)]
    phone: Annotated[str | None, "Téléphone.", Longest(40)] = None
    email: Annotated[str | None, "Adresse électronique.", Longest(254)] = None


@dataclass(frozen=True, slots=True)
class WelcomeItem:
    """One thing that newcomers are given or shown, ticked by its code."""

    code: Annotated[str, "Code de l'élément, par exemple plan-de-la-ville.", Longest(63)]
    label: Annotated[str, "Ce qui est remis ou montré.", Longest(LONGEST_LABEL)]


@dataclass(frozen=True, slots=True)
class HouseOpened:
    """A town opened a house."""

    house_id: UUID
    house: str
    commune: str
    area_m2: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class ConventionSigned:
    """Parties agreed to share the net cost."""

    convention_id: UUID
    house_id: UUID
    house: str
    convention: Convention


class House:
    """What every request, price and paper of a house is decided by.

    Its lists hold values and are replaced whole, never changed in place: what was read of a house stays as it was.
    """

    def __init__(
        self,
        house_id: UUID,
        code: str,
        label: str,
        town: str,
        address: str,
        commune: str,
        area_m2: int,
        opened_on: date,
        collection: CollectionMode,
    ) -> None:
        self.house_id = house_id
        self.code = code
        self.label = label
        self.town = town
        self.address = address
        self.commune = commune
        self.area_m2 = area_m2
        self.opened_on = opened_on
        self.closed_on: date | None = None
        self.collection = collection
        self.tariffs: list[Tariff] = []
        self.conventions: list[Convention] = []
        self.priority_rules: list[PriorityRule] = []
        self.contacts: list[Contact] = []
        self.welcome_items: list[WelcomeItem] = []
        self.logo: bytes | None = None
        self.version = 0

    @classmethod
    def open(
        cls,
        house_id: UUID,
        *,
        code: str,
        label: str,
        town: str,
        address: str,
        commune: str,
        area_m2: int,
        opened_on: date,
        collection: CollectionMode,
        tariff: Tariff,
        order: tuple[OccupantKind, ...] = DEFAULT_ORDER,
    ) -> tuple[Self, HouseOpened]:
        """Returns the house and its fact, or raises the rule that forbids it; nobody is lodged without a price."""
        checked_code(code, rules.HouseCodeMalformed)
        _check_label(label)
        _check_there(town, "town")
        _check_there(address, "address")
        if not _COMMUNE.fullmatch(commune):
            raise rules.CommuneMalformed
        known_commune(commune, rules.CommuneUnknown, rules.CommuneMerged)
        if area_m2 not in _AREA_M2:
            raise rules.AreaInvalid
        if tariff.starts_on > opened_on:
            raise TariffGap(f"Aucun tarif ne serait en vigueur à l'ouverture, le {opened_on:%d/%m/%Y}.")
        house = cls(house_id, code, label, town, address, commune, area_m2, opened_on, collection)
        house.priority_rules = [PriorityRule(opened_on, order)]
        house.vote_tariff(tariff)
        return house, HouseOpened(house_id, code, commune, area_m2, opened_on)

    def vote_tariff(self, tariff: Tariff) -> None:
        """Adds a version, which ends the one before when that had no end; two versions leave no day without a price."""
        if tariff.voted_on is not None and tariff.voted_on > tariff.starts_on:
            raise rules.TariffRetroactive
        kept = [ended(version, tariff.starts_on) for version in self.tariffs]
        check_versions([*kept, tariff])
        self.tariffs = in_order([*kept, tariff])

    def tariff_on(self, day: date) -> Tariff:
        return tariff_on(self.tariffs, day)

    def price(self, nights: Period) -> int:
        """What these nights cost by the tariff of the first."""
        return self.tariff_on(nights.first).price(nights.first, nights.end)

    def sign_convention(self, convention_id: UUID, convention: Convention) -> ConventionSigned:
        """Adds a convention, which ends the one before when that had no term; there may be days without any."""
        kept = [ended(earlier, convention.starts_on) for earlier in self.conventions]
        check_conventions([*kept, convention])
        self.conventions = in_order([*kept, convention])
        return ConventionSigned(convention_id, self.house_id, self.code, convention)

    def set_priority_rule(self, rule: PriorityRule) -> None:
        """Decides who comes first from a day on; places that are held or confirmed stay theirs."""
        others = [other for other in self.priority_rules if other.starts_on != rule.starts_on]
        self.priority_rules = in_order([*others, rule])

    def rule_on(self, day: date) -> PriorityRule:
        return rule_on(self.priority_rules, day)

    def describe(
        self,
        *,
        label: str,
        address: str,
        contacts: Sequence[Contact],
        welcome_items: Sequence[WelcomeItem],
        logo: bytes | None,
    ) -> None:
        """Replaces all that people read of the house."""
        _check_label(label)
        _check_there(address, "address")
        codes = [checked_code(item.code, rules.CodeMalformed, "welcome_items") for item in welcome_items]
        if len(set(codes)) < len(codes):
            raise rules.WelcomeItemTwice
        if logo is not None:
            _check_logo(logo)
        self.label, self.address, self.logo = label, address, logo
        self.contacts, self.welcome_items = list(contacts), list(welcome_items)

    def close(self, closed_on: date, *, booked_until: date | None) -> None:
        """Ends the house; `booked_until` is the end of the last night that a stay or a void takes in it."""
        if self.closed_on is not None:
            raise rules.HouseAlreadyClosed
        if closed_on <= self.opened_on:
            raise rules.ClosedBeforeOpening
        if booked_until is not None and booked_until > closed_on:
            raise rules.NightsStillHeld(f"Des nuits sont encore prises jusqu'au {booked_until:%d/%m/%Y}.")
        self.closed_on = closed_on

    def check_takes(self, method: PaymentMethod) -> None:
        """What people hand over is the régie's; a titre is paid to the public accountant, and its file says so."""
        if self.collection is CollectionMode.TITRE:
            raise rules.MethodRefused(
                "Cette maison recouvre ses loyers par titres : les paiements viennent du fichier du logiciel financier."
            )
        if method is PaymentMethod.TITRE:
            raise rules.MethodRefused("Cette maison encaisse par une régie de recettes : elle n'émet pas de titre.")

    def check_recovers_by_titre(self) -> None:
        if self.collection is not CollectionMode.TITRE:
            raise rules.NotByTitre

    def is_open(self, period: Period) -> bool:
        return self.opened_on <= period.first and (self.closed_on is None or period.end <= self.closed_on)

    def check_open(self, period: Period) -> None:
        """Raises the rule that nobody is lodged before the opening or after the closing."""
        if not self.is_open(period):
            raise rules.HouseNotOpen


def _check_label(label: str) -> None:
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise rules.LabelInvalid


def _check_logo(logo: bytes) -> None:
    """Few bytes may stand for a huge picture, which whoever prints a paper would unfold: its header says its size."""
    signature, width, height = logo[:16], logo[16:20], logo[20:24]
    sides = (int.from_bytes(width, "big"), int.from_bytes(height, "big"))
    if signature != _PNG or len(logo) > HEAVIEST_LOGO or not all(0 < side <= LARGEST_LOGO_SIDE for side in sides):
        raise rules.LogoInvalid


def _check_there(text: str, field: str) -> None:
    if not text.strip():
        raise rules.AddressMissing(field=field)
