"""A patient is registered: which days and ages are accepted, and what the fact keeps of them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kernel.commune import Commune
from kernel.period import years_between
from permanence.domain.patient import rules
from permanence.domain.patient.age import age_band, age_by_year
from permanence.domain.patient.ald import ALD, ALDStatus, ALDStatusDisagrees, told_status
from permanence.domain.patient.eligibility import (
    DEFAULT_RULE,
    Eligibility,
    EligibilityRule,
    NoMedecinTraitantReason,
    Override,
    OverrideIncomplete,
    OverrideReason,
)
from permanence.domain.patient.facts import MergeRecorded, MergeUndone, PatientRegistered, PatientReturned
from permanence.domain.patient.follow_up import (
    ErasureAnswer,
    ExitReason,
    FollowUp,
    MedecinTraitantChange,
)
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.patient.patient import Patient
from permanence.domain.rules import RuleBroken

PATIENT, REFERENCE = UUID(int=1), UUID(int=101)
ROMANS = Commune("26281", 33_464, "200068781")
OPENED_ON = date(2023, 9, 4)
TODAY = date(2024, 2, 29)
DAY = timedelta(days=1)


def register(**changes: Any) -> tuple[Patient, PatientRegistered]:
    asked = {
        "registered_on": TODAY,
        "identity": IdentityGiven(changes.pop("birth_on", date(1950, 6, 30))).checked(),
        "commune": ROMANS,
        "ald": ALD(ALDStatus.UNKNOWN),
        "reason": NoMedecinTraitantReason.DOCTOR_RETIRED,
        "sealed_identity": b"sealed",
        "opened_on": OPENED_ON,
        "today": TODAY,
    }
    return Patient.register(PATIENT, REFERENCE, **{**asked, **changes})


def test_a_registered_patient_is_told_under_another_reference_and_nothing_else() -> None:
    patient, registered = register()
    assert registered == PatientRegistered(REFERENCE, TODAY)
    assert patient.patient_id != registered.reference
    assert (patient.commune, patient.ald, patient.sealed_identity) == ("26281", True, b"sealed")
    assert not hasattr(patient, "birth_on")


def test_a_patient_may_be_registered_today_but_not_tomorrow() -> None:
    assert register(registered_on=TODAY)[1].registered_on == TODAY
    with pytest.raises(rules.RegisteredInFuture):
        register(registered_on=TODAY + DAY)


def test_a_patient_may_be_registered_on_opening_day_but_not_the_day_before() -> None:
    assert register(registered_on=OPENED_ON)[1].registered_on == OPENED_ON
    with pytest.raises(rules.RegisteredBeforeOpening):
        register(registered_on=OPENED_ON - DAY)


def test_a_child_may_be_registered_on_the_day_of_birth_but_not_before() -> None:
    assert register(birth_on=TODAY)[0].age_band == "0-9"
    with pytest.raises(rules.BirthInFuture):
        register(birth_on=TODAY + DAY)


def test_the_day_that_counts_for_an_age_is_that_of_registration() -> None:
    with pytest.raises(rules.BirthInFuture):
        register(registered_on=TODAY - DAY, birth_on=TODAY)


def test_a_person_of_125_years_is_registered_and_one_of_126_is_a_typing_error() -> None:
    assert register(birth_on=date(1898, 3, 1))[0].age_band == "90+"
    with pytest.raises(rules.BirthTooLongAgo):
        register(birth_on=date(1898, 2, 28))


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-9"),
        (9, "0-9"),
        (10, "10-19"),
        (59, "50-59"),
        (60, "60-69"),
        (79, "70-79"),
        (89, "80-89"),
        (90, "90+"),
        (125, "90+"),
    ],
)
def test_an_age_is_counted_as_a_band_of_ten_years_with_cuts_at_sixty_and_ninety(age: int, band: str) -> None:
    assert age_band(age) == band


def test_a_year_is_added_on_the_birthday_and_not_the_day_before() -> None:
    birth_on = date(1964, 2, 15)
    assert years_between(birth_on, date(2024, 2, 14)) == 59
    assert years_between(birth_on, date(2024, 2, 15)) == 60


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2023, 2, 28), 58),
        (date(2023, 3, 1), 59),
        (date(2024, 2, 28), 59),
        (date(2024, 2, 29), 60),
    ],
)
def test_whoever_was_born_on_29_february_is_older_on_1_march_of_common_years(day: date, age: int) -> None:
    assert years_between(date(1964, 2, 29), day) == age


# What is learnt afterwards

SIXTY = EligibilityRule("sixty", OPENED_ON, "60 ans", min_age=60)
YESTERDAY = TODAY - DAY


def registered(**changes: Any) -> Patient:
    return register(**changes)[0]


def test_the_verdict_is_taken_at_registration_and_changes_only_when_the_rule_says_something_else() -> None:
    young = registered(birth_on=date(1964, 3, 2), rule=SIXTY)
    assert young.eligibility is Eligibility.NOT_ELIGIBLE
    assert not young.assess(SIXTY, 59, TODAY + DAY)
    assert (young.eligibility, young.assessed_on) == (Eligibility.NOT_ELIGIBLE, TODAY + DAY)
    assert young.assess(SIXTY, 60, TODAY + 2 * DAY)
    assert (young.eligibility, young.assessed_on) == (Eligibility.ELIGIBLE, TODAY + 2 * DAY)


def test_another_version_of_the_rule_is_another_verdict() -> None:
    assert registered().assess(SIXTY, 73, TODAY)


def test_an_override_needs_something_to_override_and_outlasts_the_next_look() -> None:
    override = Override("alix", OverrideReason.FAMILY_FOLLOWED, TODAY)
    with pytest.raises(rules.NothingToOverride):
        registered().override_verdict(SIXTY, 73, override)
    young = registered(birth_on=date(1990, 1, 1), rule=SIXTY)
    young.override_verdict(SIXTY, 34, override)
    assert young.verdict.override == override
    assert not young.assess(SIXTY, 34, TODAY + DAY)
    assert young.override == override


@pytest.mark.parametrize(
    ("author", "reason"), [(None, OverrideReason.OTHER), (" ", OverrideReason.OTHER), ("alix", None)]
)
def test_whoever_overrides_the_rule_says_why_and_signs(author: str | None, reason: OverrideReason | None) -> None:
    with pytest.raises(OverrideIncomplete):
        Override.decided(author, reason, TODAY)
    assert Override.decided(" alix ", OverrideReason.OTHER, TODAY).author == "alix"


def test_who_has_come_to_meet_the_rule_before_the_override_needs_none() -> None:
    young = registered(birth_on=date(1964, 3, 2), rule=SIXTY)
    later = Override("alix", OverrideReason.OTHER, TODAY + 2 * DAY)
    young.override_verdict(SIXTY, 60, later)
    verdict = young.verdict
    assert (verdict.result, verdict.override, verdict.assessed_on) == (Eligibility.ELIGIBLE, None, TODAY + 2 * DAY)


def test_who_was_erased_is_not_called_back_when_the_doctor_leaves() -> None:
    patient = registered()
    patient.exit(TODAY, ExitReason.FOUND_GP, today=TODAY)
    patient.answer_erasure(None, 20, TODAY)
    fact = patient.lose_medecin_traitant(TODAY, NoMedecinTraitantReason.DOCTOR_LEFT)
    assert fact is None


def test_yes_or_no_and_the_status_of_an_ald_say_the_same() -> None:
    assert [told_status(ald, None) for ald in (True, False)] == [ALDStatus.UNKNOWN, ALDStatus.NONE]
    assert told_status(True, ALDStatus.ALD_30) is ALDStatus.ALD_30
    for ald, status in ((False, ALDStatus.ALD_30), (True, ALDStatus.NONE)):
        with pytest.raises(ALDStatusDisagrees):
            told_status(ald, status)


def history(patient: Patient) -> list[tuple[int, date, bool | None, bool | None]]:
    """Number, day, followed or not, in ALD or not."""
    return [(step.number, step.from_on, step.is_followed, step.is_ald) for step in patient.steps]


def test_an_ald_begins_or_ends_a_step_and_is_else_only_described_otherwise() -> None:
    patient = registered(ald=ALD(), registered_on=YESTERDAY)
    assert history(patient) == []
    patient.declare_ald(ALD(ALDStatus.ALD_30), TODAY)
    assert history(patient) == [(0, YESTERDAY, True, False), (1, TODAY, None, True)]
    patient.see_proof()
    assert (patient.ald_status, patient.ald_proof_seen) == (ALDStatus.ALD_30, True)
    patient.declare_ald(ALD(ALDStatus.ALD_32), TODAY)
    assert len(patient.steps) == 2
    patient.declare_ald(ALD(), TODAY)
    assert history(patient)[2:] == [(2, TODAY, None, False)]
    with pytest.raises(rules.NoALDToProve):
        patient.see_proof()


@pytest.mark.parametrize("until_on", [YESTERDAY, date(2034, 3, 1)])
def test_a_protocol_is_in_force_and_lasts_ten_years_at_most(until_on: date) -> None:
    with pytest.raises(rules.ProtocolOver):
        registered().declare_ald(ALD(ALDStatus.ALD_30, until_on=until_on), TODAY)


def test_who_loses_a_medecin_traitant_returns_to_the_queue_but_not_who_had_left_for_good() -> None:
    lost = (TODAY, NoMedecinTraitantReason.DOCTOR_LEFT)
    patient = registered()
    patient.exit(TODAY, ExitReason.FOUND_GP, today=TODAY)
    assert patient.has_medecin_traitant
    assert patient.lose_medecin_traitant(*lost) == PatientReturned(REFERENCE, TODAY)
    assert (patient.follow_up, patient.has_medecin_traitant) == (FollowUp.FOLLOWED, False)
    for reason in set(ExitReason) - {ExitReason.FOUND_GP}:
        gone = registered()
        gone.exit(TODAY, reason, today=TODAY)
        assert gone.lose_medecin_traitant(*lost) is None
        assert gone.follow_up is FollowUp.EXITED


CHANGES: dict[str, Callable[[Patient, date], object]] = {
    "exited_on": lambda patient, on: patient.exit(on, ExitReason.MOVED, today=TODAY),
    "returned_on": lambda patient, on: patient.come_back(on, today=TODAY),
    "on": lambda patient, on: patient.change_medecin_traitant(MedecinTraitantChange.FOUND, on, None, today=TODAY),
}


@pytest.mark.parametrize(
    ("on", "rule"), [(TODAY + DAY, rules.ChangeInFuture), (YESTERDAY, rules.ChangeBeforeRegistration)]
)
def test_nothing_changes_before_the_registration_or_after_today(on: date, rule: type[RuleBroken]) -> None:
    for field, change in CHANGES.items():
        with pytest.raises(rule) as refused:
            change(registered(), on)
        assert refused.value.field == field


def test_a_medecin_traitant_is_found_or_lost_once_and_lost_for_a_reason() -> None:
    found, lost = MedecinTraitantChange.FOUND, MedecinTraitantChange.LOST
    patient = registered()
    with pytest.raises(rules.ReasonMissing):
        patient.change_medecin_traitant(lost, TODAY, None, today=TODAY)
    with pytest.raises(rules.MedecinTraitantUnchanged):
        patient.change_medecin_traitant(lost, TODAY, NoMedecinTraitantReason.DOCTOR_LEFT, today=TODAY)
    assert patient.change_medecin_traitant(found, TODAY, None, today=TODAY) is None
    with pytest.raises(rules.MedecinTraitantUnchanged):
        patient.change_medecin_traitant(found, TODAY, None, today=TODAY)
    returned = patient.change_medecin_traitant(lost, TODAY, NoMedecinTraitantReason.DOCTOR_LEFT, today=TODAY)
    assert returned == PatientReturned(REFERENCE, TODAY)
    assert not patient.has_medecin_traitant


def test_a_patient_leaves_once_and_comes_back_once() -> None:
    patient = registered(registered_on=YESTERDAY)
    with pytest.raises(rules.NotExited):
        patient.come_back(TODAY, today=TODAY)
    patient.exit(YESTERDAY, ExitReason.MOVED, today=TODAY)
    with pytest.raises(rules.AlreadyExited):
        patient.exit(TODAY, ExitReason.LOST, today=TODAY)
    assert patient.come_back(TODAY, today=TODAY) == PatientReturned(REFERENCE, TODAY)
    assert history(patient)[1:] == [(1, YESTERDAY, False, None), (2, TODAY, True, None)]
    assert (patient.exited_on, patient.exit_reason) == (None, None)


def test_two_files_are_made_one_and_apart_again() -> None:
    kept, other = registered(), Patient(UUID(int=2), UUID(int=102), TODAY, False, "26281", b"sealed")
    with pytest.raises(rules.NotMerged):
        kept.separate(other)
    with pytest.raises(rules.MergedWithItself):
        kept.absorb(kept, both_declared=False)
    with pytest.raises(rules.BothDeclared):
        kept.absorb(other, both_declared=True)
    assert kept.absorb(other, both_declared=False) == MergeRecorded(REFERENCE, UUID(int=102))
    assert other.merged_into == PATIENT
    assert kept.separate(other) == MergeUndone(REFERENCE, UUID(int=102))
    assert other.merged_into is None


@pytest.mark.parametrize(
    ("last_care_on", "today", "answer"),
    [
        (date(2024, 3, 1), date(2044, 2, 29), ErasureAnswer.RETAINED),
        (date(2024, 3, 1), date(2044, 3, 1), ErasureAnswer.PURGED),
        (date(2024, 2, 29), date(2044, 2, 28), ErasureAnswer.RETAINED),
        (None, TODAY, ErasureAnswer.PURGED),
    ],
)
def test_a_care_record_is_kept_twenty_years_and_who_was_never_cared_for_is_forgotten_at_once(
    last_care_on: date | None, today: date, answer: ErasureAnswer
) -> None:
    patient = registered()
    assert patient.answer_erasure(last_care_on, 20, today).answer is answer
    assert (patient.sealed_identity is None) is (answer is ErasureAnswer.PURGED)
    assert (patient.reference, patient.age_band) == (REFERENCE, "70-79"), "what was counted stays counted"


def test_a_birth_date_that_is_corrected_gives_the_band_of_the_day_of_registration() -> None:
    patient = registered(registered_on=YESTERDAY, birth_on=date(1950, 6, 30))
    assert patient.age_band == "70-79"
    on_the_birthday_after = IdentityGiven(date(1964, 2, 29)).checked()
    patient.correct(on_the_birthday_after, b"sealed", commune=None, precarious=None)
    assert patient.age_band == "50-59"


@pytest.mark.parametrize("birth_on", [date(2008, 1, 1), date(2008, 2, 29), date(2008, 3, 1), date(2008, 12, 31)])
@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 1), date(2026, 1, 1)])
def test_an_age_that_the_year_decides_is_on_the_right_side_of_every_cut(birth_on: date, day: date) -> None:
    age = age_by_year(2008, day, (16, 18))
    assert (age is None) is (day.year in (2024, 2026))
    if age is not None:
        assert [age >= cut for cut in (16, 18)] == [years_between(birth_on, day) >= cut for cut in (16, 18)]


def test_without_a_word_about_conditions_the_rule_is_the_house_s() -> None:
    assert registered().eligibility_rule == DEFAULT_RULE.version
