"""A consultation is held: for whom, on which days, by whom."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain import rules
from permanence.domain.consultation import Consultation, ConsultationHeld
from permanence.domain.patient import Patient
from permanence.domain.practitioner import PractitionerKind

CONSULTATION = UUID(int=2)
REGISTERED_ON = date(2023, 12, 30)
TODAY = date(2024, 1, 2)
DAY = timedelta(days=1)


def hold(**changes: Any) -> tuple[Consultation, ConsultationHeld]:
    patient = Patient(UUID(int=1), REGISTERED_ON, ald=False, commune="26281", sealed_identity=b"sealed")
    asked = {"held_on": TODAY, "rpps": "10 005 173 140", "kind": PractitionerKind.SASPAS_INTERN, "today": TODAY}
    return Consultation.hold(CONSULTATION, patient, **{**asked, **changes})


def test_a_consultation_keeps_the_rpps_number_and_its_fact_only_tells_the_kind() -> None:
    consultation, held = hold()
    assert consultation.practitioner_rpps == "10005173140"
    assert held == ConsultationHeld(CONSULTATION, UUID(int=1), TODAY, PractitionerKind.SASPAS_INTERN)


def test_a_consultation_may_be_held_today_but_not_tomorrow() -> None:
    assert hold(held_on=TODAY)[1].held_on == TODAY
    with pytest.raises(rules.HeldInFuture):
        hold(held_on=TODAY + DAY)


def test_a_consultation_may_be_held_on_the_day_of_registration_but_not_the_day_before() -> None:
    assert hold(held_on=REGISTERED_ON)[1].held_on == REGISTERED_ON
    with pytest.raises(rules.HeldBeforeRegistration):
        hold(held_on=REGISTERED_ON - DAY)


def test_a_consultation_by_a_false_rpps_number_is_refused() -> None:
    with pytest.raises(rules.RPPSInvalid):
        hold(rpps="10005173141")


@pytest.mark.parametrize("kind", PractitionerKind)
def test_practitioners_of_every_kind_hold_consultations(kind: PractitionerKind) -> None:
    assert hold(kind=kind)[1].practitioner_kind is kind
