"""What a town asks of its houses: opening, words, prices, conventions, who comes first, closing."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from housing.commands.words import LONGEST_CODE, LONGEST_NAME, HouseCode, HouseReference
from housing.domain.house.house import CollectionMode, Contact, WelcomeItem
from housing.domain.money.convention import Convention
from housing.domain.money.tariff import Tariff
from housing.domain.occupant.kind import OccupantKind
from kernel.said import CENTS, FLAT, Longest

_Label = Annotated[str, "Nom de la maison.", Longest(LONGEST_NAME)]
_Address = Annotated[str, "Adresse.", Longest(500)]
_NightCents = Annotated[int, "Prix d'une nuit", CENTS]
_MonthCents = Annotated[int, "Prix d'un mois, et le plus que coûtent des nuits isolées", CENTS]
_LongestMonths = Annotated[int, "Durée la plus longue d'un séjour, en mois."]
_FreeNights = Annotated[int, "Nuits de tolérance au-delà, gratuites."]
_LinkedWithinNights = Annotated[
    int, "En deçà de ce nombre de nuits entre deux séjours d'une personne, ils comptent ensemble."
]


@dataclass(frozen=True, slots=True)
class FirstTariff:
    """What a house asks from its opening on; the limits are those of Romans unless it says otherwise."""

    night_cents: _NightCents
    month_cents: _MonthCents
    longest_months: _LongestMonths = 6
    free_nights: _FreeNights = 7
    linked_within_nights: _LinkedWithinNights = 30

    def since(self, opened_on: date) -> Tariff:
        limits = (self.longest_months, self.free_nights, self.linked_within_nights)
        return Tariff(opened_on, None, self.night_cents, self.month_cents, *limits)


@dataclass(frozen=True, slots=True)
class TariffVoted:
    """A version of the tariff, as it was voted."""

    starts_on: Annotated[date, "Premier jour du tarif"]
    night_cents: _NightCents
    month_cents: _MonthCents
    longest_months: _LongestMonths
    free_nights: _FreeNights
    linked_within_nights: _LinkedWithinNights
    ends_on: Annotated[date | None, "Fin du tarif, jour non compris ; absente : sans terme"] = None
    voted_on: Annotated[date | None, "Jour du vote"] = None

    def checked(self) -> Tariff:
        limits = (self.longest_months, self.free_nights, self.linked_within_nights)
        return Tariff(self.starts_on, self.ends_on, self.night_cents, self.month_cents, *limits, self.voted_on)


@dataclass(frozen=True, slots=True)
class OpenHouse:
    """Opens a house, with its first tariff."""

    house: HouseCode
    label: _Label
    town: Annotated[str, "Nom de la commune, tel que les papiers le portent.", Longest(LONGEST_NAME)]
    address: _Address
    commune: Annotated[str, "Code INSEE de la commune (pas le code postal).", Longest(LONGEST_CODE)]
    area_m2: Annotated[int, "Surface habitable, en mètres carrés."]
    opened_on: Annotated[date, "Première nuit possible"]
    collection: Annotated[CollectionMode, "Régie de recettes, ou titres de recettes."]
    tariff: Annotated[FirstTariff, FLAT]


@dataclass(frozen=True, slots=True)
class OpenHouseOutcome(HouseReference):
    house: HouseCode


@dataclass(frozen=True, slots=True)
class DescribeHouse:
    """Replaces all that people read of a house, on pages and papers."""

    house: HouseCode
    label: _Label
    address: _Address
    contacts: Annotated[tuple[Annotated[Contact, "Un contact."], ...], "Qui appeler."] = ()
    welcome_items: Annotated[tuple[Annotated[WelcomeItem, "Un élément."], ...], "Le pack accueil."] = ()
    logo: Annotated[bytes | None, "Logo de la commune, image PNG de 40 Kio au plus"] = None


@dataclass(frozen=True, slots=True)
class VoteTariff:
    """Adds a version of the tariff."""

    house: HouseCode
    tariff: Annotated[TariffVoted, FLAT]


@dataclass(frozen=True, slots=True)
class SignConvention:
    """Says who shares the net cost of a house, and for how many interns a year."""

    house: HouseCode
    convention: Annotated[Convention, FLAT]


@dataclass(frozen=True, slots=True)
class SignConventionOutcome(HouseReference):
    convention_id: Annotated[UUID, "La convention."]


@dataclass(frozen=True, slots=True)
class SetPriorityRule:
    """Decides who comes first from a day on; kinds that are not named come last."""

    house: HouseCode
    starts_on: Annotated[date, "Premier jour de la règle"]
    order: Annotated[
        tuple[Annotated[OccupantKind, "Un public."], ...], "Du premier servi au dernier ; les autres viennent ensuite."
    ]


@dataclass(frozen=True, slots=True)
class CloseHouse:
    """Closes a house and all its rooms."""

    house: HouseCode
    closed_on: Annotated[date, "Première nuit qui n'est plus offerte"]
