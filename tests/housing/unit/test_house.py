"""A house opens with a price and an order of priority; its versions follow each other; people read what it says."""

import struct
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from housing.domain.house import rules
from housing.domain.house.house import (
    HEAVIEST_LOGO,
    CollectionMode,
    Contact,
    ConventionSigned,
    House,
    HouseOpened,
    WelcomeItem,
)
from housing.domain.house.priority import DEFAULT_ORDER, PriorityRule
from housing.domain.house.rules import HouseCodeMalformed
from housing.domain.money.convention import Convention, Party
from housing.domain.money.lines import PaymentMethod
from housing.domain.money.rules import ConventionOverlap, TariffGap, TariffMissing, TariffOverlap
from housing.domain.occupant.kind import OccupantKind
from housing.domain.rules import RuleBroken
from housing.domain.stay.period import Period
from kernel.dated import version_on
from support.houses import CODE, DAY, OPENED_ON, TARIFF, open_house

HOUSE = UUID(int=1)
CONVENTION = UUID(int=50)


def png_header(width: int, height: int) -> bytes:
    """What says the size of a picture, without the picture."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


PNG = png_header(2_000, 2_000)
LATER = date(2020, 9, 1)
PARTIES = (Party("ccas-romans", "CCAS de Romans", 1), Party("departement", "Département de la Drôme", 1))


@pytest.fixture
def house() -> House:
    return open_house()[0]


def convention(starts_on: date, ends_on: date | None = None) -> Convention:
    return Convention(OPENED_ON, starts_on, PARTIES, 10, "Convention logement", ends_on)


def describe(house: House, **changes: Any) -> None:
    asked: dict[str, Any] = {
        "label": "Maison",
        "address": "1 place Maurice-Faure",
        "contacts": [],
        "welcome_items": [],
        "logo": None,
    }
    house.describe(**{**asked, **changes})


def test_an_opening_is_told_with_the_place_and_the_day() -> None:
    house, opened = open_house()
    assert opened == HouseOpened(HOUSE, CODE, "26281", 135, OPENED_ON)
    assert (house.tariffs, house.priority_rules) == ([TARIFF], [PriorityRule(OPENED_ON, DEFAULT_ORDER)])
    assert (house.closed_on, house.version) == (None, 0)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"code": "Maison des internes"}, HouseCodeMalformed, "house"),
        ({"label": " "}, rules.LabelInvalid, "label"),
        ({"label": "m" * 121}, rules.LabelInvalid, "label"),
        ({"address": ""}, rules.AddressMissing, "address"),
        ({"town": " "}, rules.AddressMissing, "town"),
        ({"commune": "2628"}, rules.CommuneMalformed, "commune"),
        ({"commune": "2C004"}, rules.CommuneMalformed, "commune"),
        ({"commune": "26999"}, rules.CommuneUnknown, "commune"),
        ({"commune": "26184"}, rules.CommuneMerged, "commune"),
        ({"area_m2": 8}, rules.AreaInvalid, "area_m2"),
        ({"area_m2": 10_001}, rules.AreaInvalid, "area_m2"),
        ({"tariff": replace(TARIFF, starts_on=OPENED_ON + DAY)}, TariffGap, "starts_on"),
        ({"order": (OccupantKind.LOCUM, OccupantKind.LOCUM)}, rules.PriorityInvalid, "order"),
        ({"order": ()}, rules.PriorityInvalid, "order"),
    ],
)
def test_an_opening_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: type[RuleBroken], field: str) -> None:
    with pytest.raises(rule) as refused:
        open_house(**change)
    assert refused.value.field == field


@pytest.mark.parametrize("commune", ["26281", "2A004", "97411"])
def test_a_commune_of_corsica_or_overseas_is_a_place_too(commune: str) -> None:
    assert open_house(commune=commune)[1].commune == commune


def test_a_new_tariff_ends_the_one_before(house: House) -> None:
    dearer = replace(TARIFF, starts_on=LATER, month_cents=160_00)
    house.vote_tariff(dearer)
    assert house.tariffs == [replace(TARIFF, ends_on=LATER), dearer]
    assert (house.tariff_on(LATER - DAY).month_cents, house.tariff_on(LATER)) == (150_00, dearer)


def test_a_tariff_after_a_gap_is_refused_and_changes_nothing() -> None:
    bounded = replace(TARIFF, ends_on=LATER)
    house, _ = open_house(tariff=bounded)
    with pytest.raises(TariffGap):
        house.vote_tariff(replace(TARIFF, starts_on=LATER + DAY))
    assert house.tariffs == [bounded]


def test_a_tariff_over_another_that_has_an_end_is_refused() -> None:
    house, _ = open_house(tariff=replace(TARIFF, ends_on=LATER))
    with pytest.raises(TariffOverlap):
        house.vote_tariff(replace(TARIFF, starts_on=LATER - DAY))


@pytest.mark.parametrize("starts_on", [OPENED_ON, OPENED_ON - DAY])
def test_a_tariff_does_not_replace_another_from_its_first_day(house: House, starts_on: date) -> None:
    with pytest.raises(TariffOverlap):
        house.vote_tariff(replace(TARIFF, starts_on=starts_on))


def test_a_tariff_holds_from_the_day_of_its_vote_and_not_before(house: House) -> None:
    with pytest.raises(rules.TariffRetroactive):
        house.vote_tariff(replace(TARIFF, starts_on=LATER, voted_on=LATER + DAY))
    house.vote_tariff(replace(TARIFF, starts_on=LATER, voted_on=LATER))
    assert house.tariff_on(LATER).starts_on == LATER


def test_nothing_has_a_price_before_the_first_tariff(house: House) -> None:
    with pytest.raises(TariffMissing):
        house.tariff_on(OPENED_ON - DAY)


def test_what_was_read_of_a_house_stays_as_it_was(house: House) -> None:
    before = house.tariffs
    house.vote_tariff(replace(TARIFF, starts_on=LATER))
    assert before == [TARIFF]


def test_a_new_convention_ends_one_without_term(house: House) -> None:
    first, second = convention(OPENED_ON), convention(LATER)
    house.sign_convention(CONVENTION, first)
    assert house.sign_convention(UUID(int=51), second) == ConventionSigned(UUID(int=51), HOUSE, CODE, second)
    assert house.conventions == [replace(first, ends_on=LATER), second]


def test_a_convention_over_one_that_has_a_term_is_refused(house: House) -> None:
    house.sign_convention(CONVENTION, convention(OPENED_ON, LATER))
    with pytest.raises(ConventionOverlap):
        house.sign_convention(UUID(int=51), convention(LATER - DAY))


def test_there_may_be_days_without_a_convention(house: House) -> None:
    house.sign_convention(CONVENTION, convention(OPENED_ON, LATER))
    house.sign_convention(UUID(int=51), convention(LATER + DAY))
    assert [version_on(house.conventions, day) for day in (LATER - DAY, LATER, LATER + DAY)] == [
        convention(OPENED_ON, LATER),
        None,
        convention(LATER + DAY),
    ]


def test_a_house_puts_saspas_interns_first_and_kinds_without_a_place_last(house: House) -> None:
    rule = house.rule_on(OPENED_ON)
    ranks = {kind: rule.rank(kind) for kind in OccupantKind}
    assert sorted(ranks, key=lambda kind: ranks[kind])[:5] == list(DEFAULT_ORDER)
    assert ranks[OccupantKind.SASPAS_INTERN] == 1
    assert ranks[OccupantKind.THESIS_STUDENT] == ranks[OccupantKind.DENTAL_STUDENT] == 6


def test_an_order_of_priority_holds_from_its_day_until_the_next(house: House) -> None:
    externs_first = PriorityRule(LATER, (OccupantKind.EXTERN,))
    house.set_priority_rule(externs_first)
    assert house.rule_on(LATER - DAY).order == DEFAULT_ORDER
    assert house.rule_on(LATER) == externs_first


def test_an_order_set_again_for_the_same_day_replaces_it(house: House) -> None:
    house.set_priority_rule(PriorityRule(OPENED_ON, (OccupantKind.EXTERN,)))
    assert [rule.order for rule in house.priority_rules] == [(OccupantKind.EXTERN,)]


def test_a_house_is_planned_by_its_first_order_before_it_opens(house: House) -> None:
    assert house.rule_on(OPENED_ON - DAY).order == DEFAULT_ORDER


def test_what_people_read_of_a_house_is_replaced_whole(house: House) -> None:
    contacts = [Contact("Agent de la maison", phone="0475000000")]
    items = [WelcomeItem("plan", "Plan de la ville"), WelcomeItem("cles", "Remise des clés")]
    logo = PNG + bytes(HEAVIEST_LOGO - len(PNG))
    describe(house, contacts=contacts, welcome_items=items, logo=logo)
    assert (house.label, house.address) == ("Maison", "1 place Maurice-Faure")
    assert (house.contacts, house.welcome_items, house.logo) == (contacts, items, logo)
    describe(house)
    assert (house.contacts, house.welcome_items, house.logo) == ([], [], None)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"label": ""}, rules.LabelInvalid, "label"),
        ({"address": " "}, rules.AddressMissing, "address"),
        ({"logo": b"GIF89a"}, rules.LogoInvalid, "logo"),
        ({"logo": PNG[:8] + bytes(16)}, rules.LogoInvalid, "logo"),
        ({"logo": PNG[:20]}, rules.LogoInvalid, "logo"),
        ({"logo": PNG + bytes(HEAVIEST_LOGO)}, rules.LogoInvalid, "logo"),
        ({"logo": png_header(2_001, 1)}, rules.LogoInvalid, "logo"),
        ({"logo": png_header(1, 2_001)}, rules.LogoInvalid, "logo"),
        ({"logo": png_header(0, 1)}, rules.LogoInvalid, "logo"),
        ({"welcome_items": [WelcomeItem("plan", "Plan"), WelcomeItem("plan", "Carte")]}, rules.WelcomeItemTwice, None),
        ({"welcome_items": [WelcomeItem("Plan de ville", "Plan")]}, RuleBroken, "welcome_items"),
    ],
)
def test_a_description_that_breaks_a_rule_is_refused_and_changes_nothing(
    house: House, change: dict[str, Any], rule: type[RuleBroken], field: str | None
) -> None:
    with pytest.raises(rule) as refused:
        describe(house, **change)
    assert refused.value.field == (field or "welcome_items")
    assert (house.label, house.logo, house.welcome_items) == ("Maison des internes", None, [])


def test_a_house_closes_when_its_last_night_is_over(house: House) -> None:
    house.close(LATER, booked_until=LATER)
    assert house.closed_on == LATER
    assert house.is_open(Period(LATER - DAY, LATER))
    assert not house.is_open(Period(LATER - DAY, LATER + DAY))


def test_a_house_does_not_close_over_nights_that_are_taken(house: House) -> None:
    with pytest.raises(rules.NightsStillHeld, match="02/09/2020"):
        house.close(LATER, booked_until=LATER + DAY)
    assert house.closed_on is None


def test_a_house_closes_once_and_after_it_opened(house: House) -> None:
    with pytest.raises(rules.ClosedBeforeOpening):
        house.close(OPENED_ON, booked_until=None)
    house.close(OPENED_ON + DAY, booked_until=None)
    with pytest.raises(rules.HouseAlreadyClosed):
        house.close(LATER, booked_until=None)


def test_nobody_is_lodged_before_the_opening(house: House) -> None:
    house.check_open(Period(OPENED_ON, OPENED_ON + DAY))
    with pytest.raises(rules.HouseNotOpen):
        house.check_open(Period(OPENED_ON - DAY, OPENED_ON + DAY))


def test_a_regie_takes_what_is_handed_over_and_a_titre_is_paid_to_the_accountant(house: House) -> None:
    by_titre, _ = open_house(collection=CollectionMode.TITRE)
    house.check_takes(PaymentMethod.CASH)
    by_titre.check_recovers_by_titre()
    for one, method, sentence in (
        (house, PaymentMethod.TITRE, "n'émet pas de titre"),
        (by_titre, PaymentMethod.CASH, "recouvre ses loyers par titres"),
    ):
        with pytest.raises(rules.MethodRefused, match=sentence):
            one.check_takes(method)
    with pytest.raises(rules.NotByTitre):
        house.check_recovers_by_titre()
