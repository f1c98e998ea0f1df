"""The table of practitioner kinds shipped with the permanence."""

from datetime import date
from itertools import combinations

import pytest

import contracts.permanence.words as contract
from permanence.domain.practitioner.kind import KindRights, PractitionerKind, Profession, labels, rights_on
from permanence.domain.practitioner.rules import KindUnknownThen
from permanence.practitioner_kinds import practitioner_kinds, rights_of

TODAY = date(2026, 11, 21)


def those_who(may: str) -> set[PractitionerKind]:
    return {kind for kind in PractitionerKind if getattr(rights_of(kind, TODAY), may)}


def test_every_kind_has_rights_and_a_french_name() -> None:
    assert {rights.kind for rights in practitioner_kinds()} == set(PractitionerKind)
    assert len(set(labels(practitioner_kinds()).values())) == len(PractitionerKind)


def test_the_kinds_are_those_of_the_contract() -> None:
    assert set(PractitionerKind) == set(contract.PRACTITIONER_KINDS)


def test_a_kind_has_one_set_of_rights_a_day() -> None:
    for one, other in combinations(practitioner_kinds(), 2):
        if one.kind is other.kind:
            assert one.ends_on == other.starts_on or other.ends_on == one.starts_on


def test_doctors_consult_and_the_others_do_not() -> None:
    assert those_who("consults") == {
        kind for kind in PractitionerKind if rights_of(kind, TODAY).profession is Profession.DOCTOR
    }
    assert set(PractitionerKind) - those_who("consults") == {PractitionerKind.NURSE, PractitionerKind.SECRETARY}


def test_neither_intern_nor_docteur_junior_nor_locum_nor_nurse_may_be_declared() -> None:
    assert those_who("may_be_declared") == {
        PractitionerKind.RETIRED_GP,
        PractitionerKind.SALARIED_GP,
        PractitionerKind.COORDINATING_DOCTOR,
    }


def test_interns_and_docteurs_juniors_need_supervision() -> None:
    assert those_who("needs_supervision") == {PractitionerKind.SASPAS_INTERN, PractitionerKind.DOCTEUR_JUNIOR}


def test_all_but_interns_and_secretaries_need_the_ordre() -> None:
    assert set(PractitionerKind) - those_who("needs_ordre") == {
        PractitionerKind.SASPAS_INTERN,
        PractitionerKind.SECRETARY,
    }


def test_docteurs_juniors_come_with_the_semester_of_november_2026() -> None:
    with pytest.raises(KindUnknownThen, match="01/11/2026"):
        rights_of(PractitionerKind.DOCTEUR_JUNIOR, date(2026, 11, 1))
    assert rights_of(PractitionerKind.DOCTEUR_JUNIOR, date(2026, 11, 2)).consults


def test_rights_end_on_the_day_of_their_end() -> None:
    rights = KindRights(
        PractitionerKind.LOCUM, date(2024, 1, 1), date(2025, 1, 1), "x", Profession.DOCTOR, True, False, False, True
    )
    assert rights_on([rights], PractitionerKind.LOCUM, date(2024, 12, 31)) is rights
    for day in (date(2023, 12, 31), date(2025, 1, 1)):
        with pytest.raises(KindUnknownThen):
            rights_on([rights], PractitionerKind.LOCUM, day)
