"""An act is held: by whom, on which days, and what is unusual without being refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.act.act import (
    Act,
    ActKind,
    ActNotOfProfession,
    ActWarning,
    Circumstances,
    ConsultationHeld,
    HeldInFuture,
    NurseActHeld,
)
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.practitioner_kinds import rights_of

ACT, PATIENT = UUID(int=2), UUID(int=1)
OPENED_ON, REGISTERED_ON, TODAY = date(2023, 9, 4), date(2023, 12, 30), date(2024, 1, 2)
DAY = timedelta(days=1)
RPPS = "10005173140"
USUAL = Circumstances(
    rights=rights_of(PractitionerKind.RETIRED_GP, TODAY),
    supervised=None,
    in_session=True,
    registered_on=REGISTERED_ON,
    opened_on=OPENED_ON,
    today=TODAY,
)


def hold(found: Circumstances = USUAL, **changes: Any) -> tuple[Act, ConsultationHeld | NurseActHeld]:
    asked = {"held_on": TODAY, "act_kind": ActKind.CONSULTATION, "rpps": RPPS, "found": found}
    return Act.hold(ACT, PATIENT, **{**asked, **changes})


def as_kind(kind: PractitionerKind, **changes: Any) -> Circumstances:
    return replace(USUAL, rights=rights_of(kind, TODAY), **changes)


def test_an_act_keeps_the_rpps_number_and_its_fact_only_tells_the_kind() -> None:
    act, held = hold()
    assert act.practitioner_rpps == RPPS
    assert held == ConsultationHeld(ACT, TODAY, PractitionerKind.RETIRED_GP, None)
    assert act.warnings is None


def test_an_act_may_be_held_today_but_not_tomorrow() -> None:
    assert hold(held_on=TODAY)[1].held_on == TODAY
    with pytest.raises(HeldInFuture):
        hold(held_on=TODAY + DAY)


@pytest.mark.parametrize(
    ("held_on", "warnings"),
    [
        (REGISTERED_ON, None),
        (REGISTERED_ON - DAY, (ActWarning.BEFORE_REGISTRATION,)),
        (OPENED_ON, (ActWarning.BEFORE_REGISTRATION,)),
        (OPENED_ON - DAY, (ActWarning.BEFORE_OPENING, ActWarning.BEFORE_REGISTRATION)),
    ],
)
def test_an_act_before_the_registration_or_the_opening_is_kept_with_a_warning(
    held_on: date, warnings: tuple[ActWarning, ...] | None
) -> None:
    act, held = hold(held_on=held_on)
    assert (act.warnings, held.held_on) == (warnings, held_on)


@pytest.mark.parametrize(
    ("act_kind", "warnings"),
    [
        (ActKind.CONSULTATION, (ActWarning.OUTSIDE_SESSION,)),
        (ActKind.TELECONSULTATION, (ActWarning.OUTSIDE_SESSION,)),
        (ActKind.VISIT, None),
    ],
)
def test_what_is_held_in_sessions_outside_any_is_kept_with_a_warning(
    act_kind: ActKind, warnings: tuple[ActWarning, ...] | None
) -> None:
    assert hold(replace(USUAL, in_session=False), act_kind=act_kind)[0].warnings == warnings


@pytest.mark.parametrize(("supervised", "warnings"), [(True, None), (False, (ActWarning.NOT_SUPERVISED,))])
def test_an_intern_whom_nobody_supervised_is_kept_with_a_warning(
    supervised: bool, warnings: tuple[ActWarning, ...] | None
) -> None:
    act, held = hold(as_kind(PractitionerKind.SASPAS_INTERN, supervised=supervised))
    assert isinstance(held, ConsultationHeld)
    assert (act.warnings, held.supervised) == (warnings, supervised)


def test_a_nurse_holds_nurse_acts_and_outside_sessions_without_a_warning() -> None:
    act, held = hold(as_kind(PractitionerKind.NURSE, in_session=False), act_kind=ActKind.NURSE_ACT)
    assert (act.warnings, act.practitioner_kind) == (None, PractitionerKind.NURSE)
    assert held == NurseActHeld(ACT, TODAY)


@pytest.mark.parametrize(
    ("kind", "act_kind"),
    [
        (PractitionerKind.NURSE, ActKind.CONSULTATION),
        (PractitionerKind.NURSE, ActKind.VISIT),
        (PractitionerKind.RETIRED_GP, ActKind.NURSE_ACT),
        (PractitionerKind.SECRETARY, ActKind.CONSULTATION),
        (PractitionerKind.SECRETARY, ActKind.NURSE_ACT),
    ],
)
def test_an_act_of_another_profession_is_refused(kind: PractitionerKind, act_kind: ActKind) -> None:
    with pytest.raises(ActNotOfProfession):
        hold(as_kind(kind), act_kind=act_kind)


@pytest.mark.parametrize("warning", ActWarning)
def test_every_warning_has_a_french_sentence(warning: ActWarning) -> None:
    assert warning.french.endswith(".")
