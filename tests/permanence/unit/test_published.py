"""What leaves the permanence: every value that the domain knows has a word in the contract."""

import re

from contracts.fields import WORD_PATTERN
from contracts.permanence import words
from permanence.domain.act.act import ActKind
from permanence.domain.appointment.appointment import AppointmentCancelledBy
from permanence.domain.appointment.waiting_list import WaitingState
from permanence.domain.declaration.state import Channel, EndReason
from permanence.domain.money.cost import CostKind, MoneyStage, ReceiptKind
from permanence.domain.money.denominator import PeopleGroup
from permanence.domain.patient.eligibility import Eligibility, NoMedecinTraitantReason, UnmetCondition
from permanence.domain.patient.follow_up import ErasureAnswer, ExitReason, ReturnReason
from permanence.domain.patient.patient import OLDEST_YEARS, age_band
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.session import SessionCancelReason
from permanence.practitioner_kinds import practitioner_kinds


def test_the_bands_of_all_ages_are_those_of_the_contract() -> None:
    bands = dict.fromkeys(age_band(age) for age in range(OLDEST_YEARS + 1))
    assert tuple(bands) == words.AGE_BANDS


def test_kinds_channels_and_reasons_are_those_of_the_contract() -> None:
    assert tuple(PractitionerKind) == words.PRACTITIONER_KINDS
    assert tuple(Channel) == words.CHANNELS
    assert tuple(NoMedecinTraitantReason) == words.NO_MEDECIN_TRAITANT_REASONS


def test_words_of_acts_declarations_and_money_are_those_of_the_contract() -> None:
    """A nurse's act is a fact of its own, without a kind."""
    assert tuple(kind for kind in ActKind if kind is not ActKind.NURSE_ACT) == words.ACT_KINDS
    assert tuple(EndReason) == words.DECLARATION_ENDS
    assert tuple(CostKind) == words.COST_KINDS
    assert tuple(ReceiptKind) == words.RECEIPT_KINDS
    assert tuple(MoneyStage) == words.STAGES
    assert tuple(PeopleGroup) == words.WITHOUT_GP_GROUPS


def test_words_of_follow_up_and_appointments_are_those_of_the_contract() -> None:
    assert tuple(Eligibility) == words.VERDICTS
    assert tuple(ExitReason) == words.EXIT_REASONS
    assert tuple(ReturnReason) == words.RETURN_REASONS
    assert tuple(ErasureAnswer) == words.ERASURE_ANSWERS
    assert tuple(AppointmentCancelledBy) == words.CANCELLED_BY
    assert tuple(SessionCancelReason) == words.CANCELLED_SESSION_REASONS
    assert tuple(state for state in WaitingState if state is not WaitingState.WAITING) == words.WAITING_OUTCOMES


def test_those_who_may_hold_a_consultation_are_the_kinds_of_the_contract() -> None:
    consulting = {rights.kind for rights in practitioner_kinds() if rights.consults}
    assert tuple(kind for kind in PractitionerKind if kind in consulting) == words.CONSULTING_KINDS


def test_every_reason_of_a_verdict_can_be_told() -> None:
    assert all(re.match(WORD_PATTERN, reason) for reason in UnmetCondition)
