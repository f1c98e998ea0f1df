"""A convention names who shares the net cost, and the shares are exact to the cent."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.domain.house.rules import CodeMalformed
from housing.domain.money import rules as money_rules
from housing.domain.money.convention import Convention, Party, check_conventions, split
from housing.domain.rules import RuleBroken
from housing.domain.stay.period import PeriodEmpty
from kernel.dated import version_on

TOWN = Party("ville-de-romans", "Ville de Romans-sur-Isère", 1)
DEPARTEMENT = Party("departement", "Département de la Drôme", 1)
CONVENTION = Convention(
    signed_on=date(2018, 11, 15),
    starts_on=date(2018, 12, 1),
    ends_on=date(2021, 12, 1),
    parties=(TOWN, DEPARTEMENT),
    interns_per_year=10,
    label="Convention Département et CCAS",
)
PARTIES = st.lists(st.integers(1, 50), min_size=1, max_size=6).map(
    lambda weights: [Party(f"partie-{rank}", "Partie", weight) for rank, weight in enumerate(weights)]
)


def test_the_parties_of_romans_bear_equal_parts_of_the_net_cost() -> None:
    assert split(9_300_00, CONVENTION.parties) == {"ville-de-romans": 4_650_00, "departement": 4_650_00}


def test_the_odd_cent_goes_to_the_party_that_is_named_first() -> None:
    assert split(101, [TOWN, DEPARTEMENT]) == {"ville-de-romans": 51, "departement": 50}
    assert split(101, [DEPARTEMENT, TOWN]) == {"departement": 51, "ville-de-romans": 50}
    assert split(-101, [TOWN, DEPARTEMENT]) == {"ville-de-romans": -51, "departement": -50}


def test_parts_follow_the_weights() -> None:
    assert split(100_00, [replace(TOWN, weight=2), DEPARTEMENT]) == {"ville-de-romans": 66_67, "departement": 33_33}


@given(st.integers(-(10**9), 10**9), PARTIES)
def test_parts_add_up_exactly_and_each_is_within_a_few_cents_of_its_weight(amount: int, parties: list[Party]) -> None:
    parts = split(amount, parties)
    total = sum(party.weight for party in parties)
    assert sum(parts.values()) == amount
    for party in parties:
        assert abs(parts[party.code] * total - amount * party.weight) < total * len(parties)
    assert split(-amount, parties) == {code: -cents for code, cents in parts.items()}


def test_nothing_is_split_between_nobody() -> None:
    with pytest.raises(money_rules.ConventionInvalid):
        split(100, [])


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"parties": ()}, money_rules.ConventionInvalid, "parties"),
        (
            {"parties": [Party(f"partie-{rank}", "Partie", 1) for rank in range(21)]},
            money_rules.ConventionInvalid,
            "parties",
        ),
        ({"parties": (TOWN, TOWN)}, money_rules.PartyAlreadyNamed, "parties"),
        ({"interns_per_year": -1}, money_rules.ObjectiveInvalid, "interns_per_year"),
        ({"interns_per_year": 1_001}, money_rules.ObjectiveInvalid, "interns_per_year"),
        ({"ends_on": CONVENTION.starts_on}, PeriodEmpty, "ends_on"),
    ],
)
def test_a_convention_that_makes_no_sense_is_refused(
    changes: dict[str, Any], rule: type[RuleBroken], field: str
) -> None:
    with pytest.raises(rule) as refused:
        replace(CONVENTION, **changes)
    assert refused.value.field == field


def test_a_party_has_a_code_and_a_weight() -> None:
    with pytest.raises(CodeMalformed) as refused:
        Party("Ville de Romans", "Ville de Romans", 1)
    assert refused.value.field == "parties"
    for weight in (0, 10_001):
        with pytest.raises(money_rules.PartyWeightInvalid):
            replace(TOWN, weight=weight)


NEXT = replace(CONVENTION, starts_on=date(2022, 1, 1), ends_on=None)


def test_the_convention_of_a_day_is_the_one_in_force_and_there_may_be_none() -> None:
    found = [
        version_on([CONVENTION, NEXT], day)
        for day in (date(2018, 11, 30), date(2018, 12, 1), date(2021, 12, 1), date(2022, 1, 1))
    ]
    assert found == [None, CONVENTION, None, NEXT]


def test_two_conventions_do_not_share_the_cost_of_the_same_day() -> None:
    check_conventions([NEXT, CONVENTION])
    check_conventions([CONVENTION, replace(NEXT, starts_on=date(2021, 12, 1))])
    for first in (replace(CONVENTION, ends_on=None), replace(CONVENTION, ends_on=date(2022, 1, 2))):
        with pytest.raises(money_rules.ConventionOverlap):
            check_conventions([NEXT, first])
