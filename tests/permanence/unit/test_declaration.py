"""A declaration from its draft to its end: which step follows which, on which days, with whose consent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.declaration import rules
from permanence.domain.declaration.choice import Consent, ConsentNeeded, Doctor, check_number, consent_needed
from permanence.domain.declaration.declaration import Declaration
from permanence.domain.declaration.facts import DeclarationAnswered, DeclarationEnded, DeclarationFiled
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason, state_on
from permanence.domain.practitioner.contract import Contract
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.rules import PractitionerNotThere
from permanence.domain.rules import RuleBroken
from permanence.practitioner_kinds import practitioner_kinds

DECLARATION, PATIENT = UUID(int=3), UUID(int=1)
REGISTERED_ON, TODAY = date(2024, 2, 28), date(2024, 6, 3)
DRAFTED_ON, SIGNED_ON, FILED_ON = date(2024, 3, 1), date(2024, 3, 4), date(2024, 3, 8)
DAY = timedelta(days=1)
DOCTOR = Doctor("10005173140", "oxance", may_be_declared=True)
COLLEAGUE = Doctor("10002909371", "oxance", may_be_declared=True)


def draft(**changes: Any) -> Declaration:
    asked = {"drafted_on": DRAFTED_ON, "doctors": [DOCTOR], "site": None, "age": 70, "today": TODAY}
    return Declaration.draft(DECLARATION, PATIENT, **{**asked, **changes})


def signed(**changes: Any) -> Declaration:
    declaration = draft(**changes)
    declaration.sign(SIGNED_ON, age=70, today=TODAY)
    return declaration


def send(declaration: Declaration, **changes: Any) -> DeclarationFiled:
    asked = {
        "filed_on": FILED_ON,
        "channel": Channel.ONLINE,
        "doctors": [DOCTOR],
        "ald": True,
        "registered_on": REGISTERED_ON,
        "presumed_days": 30,
        "today": TODAY,
    }
    return declaration.send(**{**asked, **changes})


def filed(channel: Channel = Channel.ONLINE, **changes: Any) -> Declaration:
    declaration = signed(**changes)
    send(declaration, channel=channel)
    return declaration


def test_online_a_declaration_is_active_the_same_day() -> None:
    declaration = signed()
    assert send(declaration) == DeclarationFiled(DECLARATION, FILED_ON, active_on=FILED_ON, presumed=False)
    assert declaration.state is DeclarationState.ACTIVE


def test_on_paper_a_declaration_is_presumed_active_some_days_later() -> None:
    declaration = signed()
    told = send(declaration, channel=Channel.PAPER, presumed_days=30)
    assert (told.active_on, told.presumed) == (FILED_ON + 30 * DAY, True)
    assert declaration.state is DeclarationState.FILED
    assert state_on(declaration.state, declaration.active_on, FILED_ON + 29 * DAY) is DeclarationState.FILED
    assert state_on(declaration.state, declaration.active_on, FILED_ON + 30 * DAY) is DeclarationState.ACTIVE


@pytest.mark.parametrize("ald", [True, False])
def test_a_declaration_keeps_whether_the_patient_was_in_ald_that_day(ald: bool) -> None:
    declaration = signed()
    send(declaration, ald=ald)
    assert declaration.ald is ald


@pytest.mark.parametrize(
    ("age", "needed"),
    [
        (0, ConsentNeeded.CHOICE),
        (15, ConsentNeeded.CHOICE),
        (16, ConsentNeeded.AGREEMENT),
        (17, ConsentNeeded.AGREEMENT),
        (18, ConsentNeeded.NONE),
        (100, ConsentNeeded.NONE),
    ],
)
def test_under_16_a_parent_chooses_at_16_and_17_a_parent_agrees_from_18_nobody_else_is_asked(
    age: int, needed: ConsentNeeded
) -> None:
    assert consent_needed(age) is needed
    expected = DeclarationState.DRAFTED if needed is ConsentNeeded.NONE else DeclarationState.AWAITING_CONSENT
    assert draft(age=age).state is expected


@pytest.mark.parametrize("consent", Consent)
def test_a_minor_s_declaration_is_signed_once_one_person_has_consented(consent: Consent) -> None:
    declaration = draft(age=15)
    with pytest.raises(rules.ConsentMissing):
        declaration.sign(SIGNED_ON, age=15, today=TODAY)
    declaration.record_consent(consent)
    declaration.sign(SIGNED_ON, age=15, today=TODAY)
    assert (declaration.state, declaration.consent) == (DeclarationState.SIGNED, consent)


def test_whoever_comes_of_age_before_signing_signs_alone() -> None:
    declaration = draft(age=17)
    declaration.sign(SIGNED_ON, age=18, today=TODAY)
    assert (declaration.state, declaration.consent_needed) == (DeclarationState.SIGNED, ConsentNeeded.NONE)


def test_an_adult_needs_nobody_s_consent() -> None:
    with pytest.raises(rules.ConsentNotNeeded):
        draft(age=18).record_consent(Consent.ONE_PARENT)


def test_the_same_day_is_enough_for_every_step() -> None:
    declaration = draft(drafted_on=FILED_ON)
    declaration.sign(FILED_ON, age=70, today=FILED_ON)
    assert send(declaration, today=FILED_ON).filed_on == FILED_ON


@pytest.mark.parametrize(
    ("act", "rule", "field"),
    [
        (lambda: draft(drafted_on=TODAY + DAY), rules.DeclarationDayInFuture, "drafted_on"),
        (lambda: draft().sign(TODAY + DAY, age=70, today=TODAY), rules.DeclarationDayInFuture, "signed_on"),
        (lambda: draft().sign(DRAFTED_ON - DAY, age=70, today=TODAY), rules.DeclarationDayTooEarly, "signed_on"),
        (lambda: send(signed(), filed_on=TODAY + DAY), rules.FiledInFuture, "filed_on"),
        (lambda: send(signed(), filed_on=REGISTERED_ON - DAY), rules.FiledBeforeRegistration, "filed_on"),
        (lambda: send(signed(), filed_on=SIGNED_ON - DAY), rules.DeclarationDayTooEarly, "filed_on"),
        (lambda: end(filed(), TODAY + DAY), rules.DeclarationDayInFuture, "ended_on"),
        (lambda: end(filed(), FILED_ON - DAY), rules.DeclarationDayTooEarly, "ended_on"),
        (lambda: answer(answered_on=TODAY + DAY), rules.DeclarationDayInFuture, "answered_on"),
        (lambda: answer(answered_on=FILED_ON - DAY), rules.DeclarationDayTooEarly, "answered_on"),
        (lambda: answer(active_on=FILED_ON - DAY), rules.DeclarationDayTooEarly, "active_on"),
        (lambda: answer(active_on=FILED_ON + 21 * DAY), rules.ActiveAfterAnswer, "active_on"),
    ],
)
def test_no_step_is_in_the_future_or_before_the_one_it_follows(
    act: Callable[[], object], rule: type[RuleBroken], field: str
) -> None:
    with pytest.raises(rule) as broken:
        act()
    assert broken.value.field == field


def test_a_declaration_may_be_filed_on_the_day_of_registration() -> None:
    declaration = draft(drafted_on=REGISTERED_ON)
    declaration.sign(REGISTERED_ON, age=70, today=TODAY)
    assert send(declaration, filed_on=REGISTERED_ON).filed_on == REGISTERED_ON


def end(declaration: Declaration, ended_on: date = TODAY) -> DeclarationEnded:
    return declaration.end(ended_on, EndReason.PATIENT_CHANGED, today=TODAY)


def answer(**changes: Any) -> tuple[Declaration, DeclarationAnswered]:
    declaration = filed(Channel.PAPER)
    asked = {"answered_on": FILED_ON + 20 * DAY, "accepted": True, "active_on": None, "today": TODAY}
    return declaration, declaration.answer(**{**asked, **changes})


@pytest.mark.parametrize(
    ("answered_after", "told_after", "active_after"),
    [(20, 5, 5), (20, None, 20), (40, None, 30), (40, 40, 40)],
)
def test_the_fund_s_day_wins_and_without_one_the_presumed_day_stands_unless_the_answer_came_before(
    answered_after: int, told_after: int | None, active_after: int
) -> None:
    told = None if told_after is None else FILED_ON + told_after * DAY
    declaration, answered = answer(answered_on=FILED_ON + answered_after * DAY, active_on=told)
    assert (answered.active_on, answered.accepted) == (FILED_ON + active_after * DAY, True)
    assert (declaration.state, declaration.presumed) == (DeclarationState.ACTIVE, False)


def test_a_declaration_that_the_fund_rejects_was_never_active() -> None:
    declaration, answered = answer(accepted=False)
    assert (answered.accepted, answered.active_on) == (False, None)
    assert (declaration.state, declaration.active_on) == (DeclarationState.REJECTED, None)


STEPS: dict[str, Callable[[Declaration], object]] = {
    "consent": lambda declaration: declaration.record_consent(Consent.ONE_PARENT),
    "sign": lambda declaration: declaration.sign(SIGNED_ON, age=15, today=TODAY),
    "send": lambda declaration: send(declaration, channel=Channel.PAPER),
    "answer": lambda declaration: declaration.answer(TODAY, accepted=True, active_on=None, today=TODAY),
    "end": end,
    "abandon": Declaration.abandon,
}
REACHED: dict[str, tuple[str, ...]] = {
    "awaiting_consent": (),
    "drafted": ("consent",),
    "signed": ("consent", "sign"),
    "filed": ("consent", "sign", "send"),
    "active": ("consent", "sign", "send", "answer"),
    "ended": ("consent", "sign", "send", "end"),
    "abandoned": ("abandon",),
}
POSSIBLE = {
    "awaiting_consent": {"consent", "abandon"},
    "drafted": {"sign", "abandon"},
    "signed": {"send", "abandon"},
    "filed": {"answer", "end"},
    "active": {"end"},
    "ended": set(),
    "abandoned": set(),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", REACHED)
def test_each_step_follows_the_one_before_once(state: str, step: str) -> None:
    declaration = draft(age=15)
    for taken in REACHED[state]:
        STEPS[taken](declaration)
    assert declaration.state.value == state
    if step in POSSIBLE[state]:
        STEPS[step](declaration)
        return
    with pytest.raises((rules.DeclarationStepRefused, rules.ConsentMissing)) as broken:
        STEPS[step](declaration)
    assert declaration.state.value == state
    assert isinstance(broken.value, rules.ConsentMissing) or declaration.state.french in broken.value.text


@pytest.mark.parametrize(
    ("doctors", "site", "rule"),
    [
        ([Doctor("1", "oxance", may_be_declared=False)], None, rules.PractitionerMayNotBeDeclared),
        ([DOCTOR, Doctor("2", "oxance", may_be_declared=False)], "site", rules.PractitionerMayNotBeDeclared),
        ([DOCTOR, Doctor("2", "mutualite", may_be_declared=True)], "site", rules.DoctorsOfSeveralStructures),
        ([DOCTOR, COLLEAGUE], None, rules.JointSiteMissing),
    ],
)
def test_only_doctors_who_may_and_who_work_together_are_declared(
    doctors: list[Doctor], site: str | None, rule: type[RuleBroken]
) -> None:
    with pytest.raises(rule):
        draft(doctors=doctors, site=site)


def test_a_doctor_is_chosen_under_the_contract_of_the_day() -> None:
    contract = Contract(PractitionerKind.SASPAS_INTERN, "oxance", DRAFTED_ON, None, 8)
    chosen = Doctor.chosen("1", contract, practitioner_kinds(), DRAFTED_ON)
    assert chosen == Doctor("1", "oxance", may_be_declared=False)
    with pytest.raises(PractitionerNotThere, match="01/03/2024"):
        Doctor.chosen("1", None, practitioner_kinds(), DRAFTED_ON)


@pytest.mark.parametrize("numbers", [[], ["1", "1"], [str(number) for number in range(31)]])
def test_a_declaration_names_from_one_to_thirty_doctors_each_once(numbers: list[str]) -> None:
    with pytest.raises(rules.DoctorsInvalid):
        check_number(numbers)


def test_thirty_doctors_may_be_named() -> None:
    check_number([str(number) for number in range(30)])


def test_a_doctor_who_may_not_be_declared_any_more_when_it_is_filed_is_refused() -> None:
    with pytest.raises(rules.PractitionerMayNotBeDeclared):
        send(signed(), doctors=[Doctor(DOCTOR.rpps, "oxance", may_be_declared=False)])


def test_a_joint_declaration_goes_on_until_its_last_doctor_leaves() -> None:
    declaration = filed(doctors=[DOCTOR, COLLEAGUE], site="centre")
    assert declaration.lose(DOCTOR.rpps, TODAY, today=TODAY) is None
    assert declaration.present_doctors == [COLLEAGUE.rpps]
    assert declaration.state is DeclarationState.ACTIVE
    ended = declaration.lose(COLLEAGUE.rpps, TODAY, today=TODAY)
    assert ended == DeclarationEnded(DECLARATION, TODAY)
    assert declaration.end_reason is EndReason.DOCTOR_LEFT


def test_a_declaration_that_was_not_filed_is_dropped_when_its_doctor_leaves() -> None:
    declaration = signed()
    assert declaration.lose(DOCTOR.rpps, TODAY, today=TODAY) is None
    assert declaration.state is DeclarationState.ABANDONED


def test_a_declaration_filed_after_its_doctor_had_left_ends_the_day_it_was_filed() -> None:
    ended = filed().lose(DOCTOR.rpps, FILED_ON - DAY, today=TODAY)
    assert isinstance(ended, DeclarationEnded)
    assert ended.ended_on == FILED_ON
