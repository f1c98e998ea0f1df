"""A declaration is filed: for whom, on which days, and who may be declared."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain import rules
from permanence.domain.declaration import Channel, Declaration, DeclarationFiled
from permanence.domain.patient import Patient
from permanence.domain.practitioner import PractitionerKind

DECLARATION = UUID(int=3)
REGISTERED_ON = date(2024, 2, 28)
TODAY = date(2024, 3, 4)
DAY = timedelta(days=1)


def a_patient(*, ald: bool = True) -> Patient:
    return Patient(UUID(int=1), REGISTERED_ON, ald, commune="26281", sealed_identity=b"sealed")


def file(patient: Patient | None = None, **changes: Any) -> tuple[Declaration, DeclarationFiled]:
    asked = {
        "filed_on": TODAY,
        "rpps": "10005173140",
        "kind": PractitionerKind.SALARIED_GP,
        "channel": Channel.ONLINE,
        "today": TODAY,
    }
    return Declaration.file(DECLARATION, patient or a_patient(), **{**asked, **changes})


@pytest.mark.parametrize("channel", Channel)
def test_a_declaration_is_told_with_its_channel_and_without_the_doctor(channel: Channel) -> None:
    declaration, filed = file(channel=channel)
    assert declaration.practitioner_rpps == "10005173140"
    assert filed == DeclarationFiled(DECLARATION, UUID(int=1), TODAY, channel, ald=True)


@pytest.mark.parametrize("ald", [True, False])
def test_a_declaration_tells_whether_the_patient_is_in_ald(ald: bool) -> None:
    declaration, filed = file(a_patient(ald=ald))
    assert (declaration.ald, filed.ald) == (ald, ald)


def test_a_declaration_may_be_filed_today_but_not_tomorrow() -> None:
    assert file(filed_on=TODAY)[1].filed_on == TODAY
    with pytest.raises(rules.FiledInFuture):
        file(filed_on=TODAY + DAY)


def test_a_declaration_may_be_filed_on_the_day_of_registration_but_not_the_day_before() -> None:
    assert file(filed_on=REGISTERED_ON)[1].filed_on == REGISTERED_ON
    with pytest.raises(rules.FiledBeforeRegistration):
        file(filed_on=REGISTERED_ON - DAY)


@pytest.mark.parametrize("kind", [PractitionerKind.RETIRED_GP, PractitionerKind.SALARIED_GP])
def test_a_gp_may_be_declared(kind: PractitionerKind) -> None:
    assert file(kind=kind)[1].declaration_id == DECLARATION


@pytest.mark.parametrize(
    "kind", [PractitionerKind.SASPAS_INTERN, PractitionerKind.DOCTEUR_JUNIOR, PractitionerKind.LOCUM]
)
def test_an_intern_a_docteur_junior_or_a_locum_may_not_be_declared(kind: PractitionerKind) -> None:
    with pytest.raises(rules.PractitionerMayNotBeDeclared):
        file(kind=kind)


def test_a_false_rpps_number_may_not_be_declared() -> None:
    with pytest.raises(rules.RPPSInvalid):
        file(rpps="10005173141")
