"""Whom an antenna is meant for: every unmet condition is told, and the same facts always give the same verdict."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import (
    DEFAULT_RULE,
    Eligibility,
    EligibilityRule,
    NoMedecinTraitantReason,
    Orientation,
    Override,
    OverrideReason,
    Precedence,
    Situation,
    UnmetCondition,
    Verdict,
    assess,
    rule_on,
)

DAY = date(2024, 3, 4)
ROMANS = EligibilityRule("r1", date(2023, 9, 4), "Romans", 60, True, True, None, ("26281", "26057"))
LAVAL = EligibilityRule(
    "l1",
    date(2017, 6, 1),
    "Laval",
    reasons=(NoMedecinTraitantReason.DOCTOR_RETIRED, NoMedecinTraitantReason.NEWCOMER),
)
LATER = EligibilityRule("l2", date(2020, 1, 1), "Laval, tous")
SOMEBODY = Situation(72, ALDStatus.NONE, False, False, NoMedecinTraitantReason.DOCTOR_RETIRED, "26281")
OVERRIDE = Override("alix", OverrideReason.MEDICAL_NEED, DAY)


def verdict(rule: EligibilityRule = ROMANS, override: Override | None = None, **changes: Any) -> Verdict:
    return assess(rule, replace(SOMEBODY, **changes), DAY, override)


def test_who_meets_every_condition_is_eligible() -> None:
    assert verdict() == Verdict(Eligibility.ELIGIBLE, "r1", DAY)


@pytest.mark.parametrize(("age", "result"), [(59, Eligibility.NOT_ELIGIBLE), (60, Eligibility.ELIGIBLE)])
def test_sixty_is_old_enough(age: int, result: Eligibility) -> None:
    assert verdict(age=age).result is result


@pytest.mark.parametrize("status", [status for status in ALDStatus if status.is_ald])
def test_an_ald_of_any_kind_stands_for_the_age_once_it_is_proven(status: ALDStatus) -> None:
    young: dict[str, Any] = {"age": 30, "ald_status": status}
    assert verdict(**young, ald_proof_seen=True).result is Eligibility.ELIGIBLE
    pending = verdict(**young)
    assert (pending.result, pending.reasons) == (Eligibility.PENDING_PROOF, (UnmetCondition.ALD_NOT_PROVEN,))
    assert verdict(replace(ROMANS, needs_proof_of_ald=False), **young).result is Eligibility.ELIGIBLE


def test_the_proof_of_an_ald_is_not_asked_of_who_is_old_enough() -> None:
    assert verdict(ald_status=ALDStatus.ALD_30).result is Eligibility.ELIGIBLE


def test_every_condition_that_is_not_met_is_told() -> None:
    told = verdict(age=30, has_medecin_traitant=True, commune="01001")
    assert told.result is Eligibility.NOT_ELIGIBLE
    assert told.reasons == (
        UnmetCondition.HAS_MEDECIN_TRAITANT,
        UnmetCondition.TOO_YOUNG_WITHOUT_ALD,
        UnmetCondition.OUTSIDE_CATCHMENT,
    )


def test_a_missing_proof_is_not_all_when_something_else_is_not_met() -> None:
    told = verdict(age=30, ald_status=ALDStatus.ALD_31, commune="01001")
    assert told.result is Eligibility.NOT_ELIGIBLE
    assert told.reasons == (UnmetCondition.ALD_NOT_PROVEN, UnmetCondition.OUTSIDE_CATCHMENT)


def test_an_ald_is_worth_no_age_where_the_rule_does_not_say_so() -> None:
    told = verdict(replace(ROMANS, or_ald=False), age=30, ald_status=ALDStatus.ALD_30, ald_proof_seen=True)
    assert told.reasons == (UnmetCondition.TOO_YOUNG,)


@pytest.mark.parametrize("reason", NoMedecinTraitantReason)
def test_the_first_rule_of_laval_asks_why_and_the_later_one_does_not(reason: NoMedecinTraitantReason) -> None:
    covered = reason in (NoMedecinTraitantReason.DOCTOR_RETIRED, NoMedecinTraitantReason.NEWCOMER)
    told = verdict(LAVAL, no_medecin_traitant_reason=reason, commune="53130")
    assert told.reasons == (() if covered else (UnmetCondition.REASON_NOT_COVERED,))
    assert verdict(LATER, no_medecin_traitant_reason=reason).result is Eligibility.ELIGIBLE


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2010, 1, 1), "l1"),
        (date(2017, 6, 1), "l1"),
        (date(2019, 12, 31), "l1"),
        (date(2020, 1, 1), "l2"),
        (date(2030, 1, 1), "l2"),
    ],
)
def test_the_rule_is_that_of_the_day_and_before_the_first_one_the_first(day: date, version: str) -> None:
    assert rule_on([LATER, LAVAL], day).version == version


def test_without_a_rule_of_its_own_an_antenna_is_for_whoever_has_no_medecin_traitant() -> None:
    assert rule_on([], DAY) is DEFAULT_RULE
    assert verdict(DEFAULT_RULE, age=5, commune="97411").result is Eligibility.ELIGIBLE
    assert verdict(DEFAULT_RULE, has_medecin_traitant=True).reasons == (UnmetCondition.HAS_MEDECIN_TRAITANT,)


def test_an_override_is_kept_beside_the_unmet_conditions_and_dropped_when_all_are_met() -> None:
    told = verdict(override=OVERRIDE, age=30)
    assert (told.result, told.override) == (Eligibility.NOT_ELIGIBLE, OVERRIDE)
    assert told.reasons
    assert verdict(override=OVERRIDE).override is None


def test_only_who_is_not_eligible_comes_later_and_urgency_goes_before_everything() -> None:
    lowered, overridden = verdict(age=30), verdict(age=30, override=OVERRIDE)
    pending = verdict(age=30, ald_status=ALDStatus.ALD_30)
    given = [one.precedence(urgent=False) for one in (verdict(), pending, overridden, lowered)]
    assert given == [Precedence.USUAL, Precedence.USUAL, Precedence.USUAL, Precedence.LOWERED]
    assert {one.precedence(urgent=True) for one in (verdict(), lowered)} == {Precedence.URGENT}
    assert [one.orientation(urgent=False) for one in (verdict(), lowered)] == [None, Orientation.ELSEWHERE]
    assert lowered.orientation(urgent=True) is Orientation.FIRST_SLOT_OR_SAS


@pytest.mark.parametrize("word", [*UnmetCondition, *Orientation])
def test_every_condition_and_orientation_has_a_french_sentence(word: UnmetCondition | Orientation) -> None:
    assert word.french.endswith(".")
