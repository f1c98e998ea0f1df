"""What leaves the permanence: every value that the domain tells has a word in the contract, and of a patient no day."""

from datetime import date
from uuid import UUID

import pytest
from marshmallow import fields

from contracts.permanence import appointments, counts, words
from permanence.domain.act.act import ConsultationHeld
from permanence.domain.appointment.appointment import LONGEST_DELAY_DAYS, AppointmentBooked
from permanence.domain.declaration.facts import DeclarationAnswered, DeclarationFiled
from permanence.domain.declaration.state import Channel
from permanence.domain.money.cost import CostKind, MoneyStage, ReceiptKind
from permanence.domain.money.denominator import PeopleGroup
from permanence.domain.month.count import Correction
from permanence.domain.patient.age import OLDEST_YEARS, age_band
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.facts import PatientRegistered
from permanence.domain.patient.follow_up import ErasureAnswer
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.session import SessionCancelReason
from permanence.practitioner_kinds import practitioner_kinds
from permanence.published import TOLD


def test_the_bands_of_all_ages_are_those_of_the_contract() -> None:
    bands = dict.fromkeys(age_band(age) for age in range(OLDEST_YEARS + 1))
    assert tuple(bands) == words.AGE_BANDS


def test_kinds_channels_and_reasons_are_those_of_the_contract() -> None:
    assert tuple(PractitionerKind) == words.PRACTITIONER_KINDS
    assert tuple(Channel) == words.CHANNELS
    assert tuple(NoMedecinTraitantReason) == words.NO_MEDECIN_TRAITANT_REASONS


def test_words_of_money_sessions_and_answers_are_those_of_the_contract() -> None:
    assert tuple(CostKind) == words.COST_KINDS
    assert tuple(ReceiptKind) == words.RECEIPT_KINDS
    assert tuple(MoneyStage) == words.STAGES
    assert tuple(PeopleGroup) == words.WITHOUT_GP_GROUPS
    assert tuple(ErasureAnswer) == words.ERASURE_ANSWERS
    assert tuple(SessionCancelReason) == words.CANCELLED_SESSION_REASONS
    assert tuple(Correction) == counts.CORRECTIONS
    assert LONGEST_DELAY_DAYS == appointments.LONGEST_DELAY_DAYS


def test_those_who_may_hold_a_consultation_are_the_kinds_of_the_contract() -> None:
    consulting = {rights.kind for rights in practitioner_kinds() if rights.consults}
    assert tuple(kind for kind in PractitionerKind if kind in consulting) == words.CONSULTING_KINDS


ONE, A_DAY, LATER = UUID(int=1), date(2024, 2, 29), date(2024, 5, 31)
FEBRUARY, MAY = date(2024, 2, 1), date(2024, 5, 1)


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (PatientRegistered(ONE, A_DAY), {"month_on": FEBRUARY}),
        (DeclarationFiled(ONE, A_DAY, LATER, presumed=True), {"month_on": FEBRUARY, "active_month_on": MAY}),
        (DeclarationAnswered(ONE, False, None), {"accepted": False}),
        (
            AppointmentBooked(ONE, A_DAY, LATER, 12),
            {"booked_month_on": FEBRUARY, "month_on": MAY, "days_to_third_free": 12},
        ),
        (AppointmentBooked(ONE, A_DAY, A_DAY, None), {"booked_month_on": FEBRUARY, "month_on": FEBRUARY}),
        (
            ConsultationHeld(ONE, A_DAY, PractitionerKind.SASPAS_INTERN, True),
            {"held_on": A_DAY, "practitioner_kind": "saspas_intern", "supervised": True},
        ),
    ],
)
def test_of_a_patient_the_month_is_told_and_a_day_only_where_it_is_counted_by_day(
    fact: object, told: dict[str, object]
) -> None:
    assert TOLD[type(fact)].data(fact, None) == told


def test_what_is_told_of_a_patient_holds_no_reference_but_its_subject() -> None:
    """But the other one of two files that are made one, or apart again."""
    of_patients = [telling for telling in TOLD.values() if telling.entry.about_a_patient]
    assert len(of_patients) == 18
    others = {"permanence.patient_merged.v2": "merged", "permanence.patient_unmerged.v2": "unmerged"}
    for telling in of_patients:
        references = {name for name, field in telling.entry.payload().fields.items() if isinstance(field, fields.UUID)}
        assert references == {others[telling.entry.type]} if telling.entry.type in others else not references
