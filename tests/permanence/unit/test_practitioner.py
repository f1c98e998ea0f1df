"""Somebody comes by steps, signs contracts, is agreed as MSU, announces a departure, leaves, and may come back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.practitioner import rules
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import (
    DepartureAnnounced,
    Practitioner,
    PractitionerJoined,
    PractitionerLeft,
    PractitionerState,
)
from permanence.domain.rules import RuleBroken
from permanence.domain.site.rules import LabelInvalid
from permanence.practitioner_kinds import practitioner_kinds
from support.permanence.permanence_places import OPENED_ON, RPPS, all_of_employing, contract, employed

DAY = timedelta(days=1)
NUMBER = UUID(int=101)
LATER = date(2024, 2, 1)
KINDS = practitioner_kinds()


def prospect(rpps: str | None = None) -> Practitioner:
    return Practitioner.prospect(NUMBER, label="Dr Exemple", rpps=rpps)


def agreed(rpps: str | None = None) -> Practitioner:
    practitioner = prospect(rpps)
    practitioner.contact()
    practitioner.agree()
    return practitioner


def test_one_comes_step_by_step() -> None:
    practitioner = prospect()
    steps = [practitioner.state]
    for step in (practitioner.contact, practitioner.agree, lambda: practitioner.register(f" {RPPS[0]} ")):
        step()
        steps.append(practitioner.state)
    assert steps == list(PractitionerState)[:4]
    assert (practitioner.rpps, practitioner.state) == (RPPS[0], PractitionerState.REGISTERED)
    joined = practitioner.sign(contract(), KINDS)
    assert joined == PractitionerJoined(NUMBER, PractitionerKind.RETIRED_GP, OPENED_ON, 4)
    assert practitioner.state is PractitionerState.UNDER_CONTRACT
    assert [state.french for state in PractitionerState] == [
        "pressenti",
        "contacté",
        "d'accord pour venir",
        "inscrit à l'Ordre",
        "sous contrat",
        "parti",
    ]


def test_all_the_steps_at_once_tell_of_the_contract() -> None:
    practitioner, joined = all_of_employing(1, PractitionerKind.RETIRED_GP, RPPS[0])
    assert joined.practitioner_kind is PractitionerKind.RETIRED_GP
    assert practitioner.is_registered
    assert practitioner.kind_on(OPENED_ON) is PractitionerKind.RETIRED_GP


@pytest.mark.parametrize("kind", [PractitionerKind.SASPAS_INTERN, PractitionerKind.SECRETARY])
def test_who_needs_no_registration_skips_that_step(kind: PractitionerKind) -> None:
    practitioner, _ = all_of_employing(1, kind, RPPS[0])
    assert (practitioner.state, practitioner.is_registered) == (PractitionerState.UNDER_CONTRACT, False)


def test_a_step_step_invalid_is_refused_saying_where_one_is() -> None:
    practitioner = prospect()
    for step in (practitioner.agree, practitioner.register, lambda: practitioner.sign(contract(), KINDS)):
        with pytest.raises(rules.StepInvalid, match="pressenti"):
            step()
    practitioner.contact()
    with pytest.raises(rules.StepInvalid, match="contacté"):
        practitioner.contact()
    with pytest.raises(rules.StepInvalid):
        employed().register()


def test_a_refused_registration_leaves_the_number_as_it_was() -> None:
    practitioner = prospect()
    with pytest.raises(rules.StepInvalid):
        practitioner.register(RPPS[0])
    with pytest.raises(rules.RPPSInvalid) as refused:
        agreed().register("10005173141")
    assert (practitioner.rpps, refused.value.field) == (None, "rpps")


def test_a_name_is_there_and_short() -> None:
    for label in (" ", "D" * 121):
        with pytest.raises(LabelInvalid):
            Practitioner.prospect(NUMBER, label=label)


def test_a_contract_needs_the_ordre_and_a_doctor_his_number() -> None:
    with pytest.raises(rules.OrdreRegistrationMissing):
        agreed(RPPS[0]).sign(contract(), KINDS)
    with pytest.raises(rules.RPPSMissing):
        agreed().sign(contract(PractitionerKind.SASPAS_INTERN), KINDS)
    assert employed(kind=PractitionerKind.NURSE, rpps=None).rpps is None


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"employer": " "}, rules.EmployerMissing, "employer"),
        ({"employer": "o" * 121}, rules.EmployerMissing, "employer"),
        ({"ends_on": OPENED_ON}, rules.ContractDatesInvalid, "ends_on"),
        ({"half_days_per_week": 0}, rules.HalfDaysInvalid, "half_days_per_week"),
        ({"half_days_per_week": 15}, rules.HalfDaysInvalid, "half_days_per_week"),
    ],
)
def test_a_contract_that_breaks_a_rule_is_not_signed(
    change: dict[str, Any], rule: type[RuleBroken], field: str
) -> None:
    with pytest.raises(rule) as refused:
        employed(**change)
    assert refused.value.field == field


def test_a_later_contract_ends_the_one_that_had_no_end() -> None:
    practitioner = employed()
    practitioner.sign(contract(half_days_per_week=2, starts_on=LATER), KINDS)
    assert [(signed.ends_on, signed.half_days_per_week) for signed in practitioner.contracts] == [(LATER, 4), (None, 2)]


@pytest.mark.parametrize("starts_on", [OPENED_ON - DAY, OPENED_ON, LATER - DAY])
def test_two_contracts_do_not_share_a_day(starts_on: date) -> None:
    practitioner = employed(ends_on=LATER)
    before = practitioner.contracts
    with pytest.raises(rules.ContractOverlap):
        practitioner.sign(contract(starts_on=starts_on), KINDS)
    assert practitioner.contracts == before


def test_a_contract_may_fill_a_gap_before_another() -> None:
    practitioner = employed(starts_on=LATER)
    practitioner.sign(contract(ends_on=LATER - DAY), KINDS)
    assert [practitioner.kind_on(day) is None for day in (LATER - 2 * DAY, LATER - DAY, LATER)] == [False, True, False]


def test_a_kind_holds_from_the_first_day_to_the_day_before_the_end() -> None:
    practitioner = employed(ends_on=LATER)
    days = (OPENED_ON - DAY, OPENED_ON, LATER - DAY, LATER)
    assert [practitioner.kind_on(day) is not None for day in days] == [False, True, True, False]


def test_an_intern_becomes_a_locum_once_licensed() -> None:
    practitioner = employed(kind=PractitionerKind.SASPAS_INTERN, ends_on=LATER)
    locum = contract(PractitionerKind.LOCUM, starts_on=LATER)
    with pytest.raises(rules.OrdreRegistrationMissing):
        practitioner.sign(locum, KINDS)
    practitioner.register()
    practitioner.sign(locum, KINDS)
    assert practitioner.kind_on(LATER - DAY) is PractitionerKind.SASPAS_INTERN
    assert practitioner.kind_on(LATER) is PractitionerKind.LOCUM


def test_an_agreement_as_msu_holds_between_its_days() -> None:
    practitioner = employed()
    practitioner.agree_msu(LATER, LATER + 2 * DAY, KINDS)
    days = [LATER + number * DAY for number in (-1, 0, 1, 2)]
    assert [practitioner.is_msu_on(day) for day in days] == [False, True, True, False]
    practitioner.agree_msu(LATER, None, KINDS)
    assert practitioner.is_msu_on(date(2040, 1, 1))


@pytest.mark.parametrize(
    "practitioner",
    [
        employed(ends_on=LATER),
        employed(kind=PractitionerKind.SASPAS_INTERN),
        employed(kind=PractitionerKind.NURSE, rpps=None),
    ],
)
def test_only_a_doctor_under_contract_who_is_not_supervised_is_agreed_as_msu(practitioner: Practitioner) -> None:
    with pytest.raises(rules.MSUInvalid):
        practitioner.agree_msu(LATER, None, KINDS)
    with pytest.raises(rules.MSUDatesInvalid):
        employed().agree_msu(LATER, LATER, KINDS)


def test_an_announced_departure_can_be_put_off_and_makes_one_unreachable() -> None:
    practitioner = employed()
    practitioner.agree_msu(OPENED_ON, None, KINDS)
    practitioner.announce_departure(LATER + DAY)
    assert practitioner.announce_departure(LATER) == DepartureAnnounced(NUMBER, LATER, 4)
    assert practitioner.kind_on(LATER) is PractitionerKind.RETIRED_GP, "until he has left, he may still be there"
    assert [practitioner.is_expected_on(day) for day in (LATER - DAY, LATER)] == [True, False]
    assert [practitioner.supervises_on(day) for day in (LATER - DAY, LATER)] == [True, False]


def test_a_contract_for_later_days_takes_an_announced_departure_back() -> None:
    practitioner = employed(ends_on=LATER)
    practitioner.announce_departure(LATER)
    practitioner.sign(contract(starts_on=LATER, ends_on=LATER + DAY), KINDS)
    assert practitioner.leaves_on is None


@pytest.mark.parametrize("day", [date.min, OPENED_ON, LATER + DAY])
def test_one_leaves_on_the_day_after_one_of_a_contract(day: date) -> None:
    practitioner = employed(ends_on=LATER)
    with pytest.raises(rules.DepartureInvalid) as announced:
        practitioner.announce_departure(day)
    with pytest.raises(rules.DepartureInvalid) as left:
        practitioner.leave(day)
    assert (announced.value.field, left.value.field) == ("leaves_on", "left_on")
    assert practitioner.state is PractitionerState.UNDER_CONTRACT


def test_leaving_ends_every_contract() -> None:
    practitioner = employed(ends_on=OPENED_ON + DAY)
    practitioner.sign(contract(starts_on=OPENED_ON + 2 * DAY), KINDS)
    practitioner.sign(contract(starts_on=LATER), KINDS)
    practitioner.announce_departure(LATER)
    assert practitioner.leave(LATER) == PractitionerLeft(NUMBER, LATER)
    assert [signed.ends_on for signed in practitioner.contracts] == [OPENED_ON + DAY, LATER]
    assert (practitioner.state, practitioner.left_on, practitioner.leaves_on) == (PractitionerState.LEFT, LATER, None)
    assert practitioner.kind_on(LATER) is None
    for leave in (practitioner.leave, practitioner.announce_departure):
        with pytest.raises(rules.AlreadyLeft):
            leave(LATER)


def test_who_has_left_comes_back_by_a_contract() -> None:
    practitioner = employed()
    practitioner.leave(LATER)
    practitioner.sign(contract(starts_on=LATER + 30 * DAY), KINDS)
    assert (practitioner.state, practitioner.left_on) == (PractitionerState.UNDER_CONTRACT, None)
    assert [practitioner.kind_on(LATER + number * DAY) is None for number in (0, 29, 30)] == [True, True, False]
