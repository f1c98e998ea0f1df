"""The tables shipped with the house: kinds of occupant with their rights, and semesters."""

from datetime import date
from itertools import combinations, pairwise

import pytest

import contracts.housing.words as contract
from housing.domain.house.priority import DEFAULT_ORDER
from housing.domain.occupant.kind import IdentifiedBy, OccupantKind, labels, rights_on
from housing.domain.plan.semester import SemesterUnknown, semester_named
from housing.occupant_kinds import occupant_kinds
from housing.semesters import semesters

TODAY = date(2026, 11, 21)


def test_every_kind_is_lodged_and_named_in_french() -> None:
    assert {rights_on(occupant_kinds(), kind, TODAY).kind for kind in OccupantKind} == set(OccupantKind)
    assert set(labels(occupant_kinds())) == set(OccupantKind)
    assert len(set(labels(occupant_kinds()).values())) == len(OccupantKind)


def test_the_kinds_are_those_of_the_contract() -> None:
    assert set(OccupantKind) == set(contract.OCCUPANT_KINDS)


def test_a_kind_has_one_set_of_rights_a_day() -> None:
    for one, other in combinations(occupant_kinds(), 2):
        if one.kind is other.kind:
            assert one.ends_on == other.starts_on or other.ends_on == one.starts_on


def test_every_kind_is_asked_for_one_to_three_proofs() -> None:
    assert {len(rights.proofs) for rights in occupant_kinds()} <= {1, 2, 3}


def test_interns_are_those_of_general_practice_saspas_and_docteurs_juniors() -> None:
    assert {rights.kind for rights in occupant_kinds() if rights.is_intern} == set(DEFAULT_ORDER[:3])


def test_externs_and_thesis_students_stay_three_months_and_others_as_the_tariff_says() -> None:
    limits = {rights.kind: rights.longest_months for rights in occupant_kinds() if rights.longest_months}
    assert limits == {OccupantKind.EXTERN: 3, OccupantKind.THESIS_STUDENT: 3}


def test_doctors_show_an_rpps_number_and_students_theirs() -> None:
    shown = {rights.kind: rights.identified_by for rights in occupant_kinds()}
    assert shown[OccupantKind.LOCUM] is shown[OccupantKind.DOCTEUR_JUNIOR] is IdentifiedBy.RPPS
    assert shown[OccupantKind.EXTERN] is IdentifiedBy.STUDENT_NUMBER


def test_semesters_follow_each_other_from_the_opening_of_romans() -> None:
    table = semesters()
    assert [one.end for one, _ in pairwise(table)] == [other.first for _, other in pairwise(table)]
    assert table[0].first <= date(2018, 12, 1) < table[0].end
    assert table[-1].end > TODAY


def test_a_semester_is_named_by_the_month_in_which_it_usually_begins() -> None:
    assert len({semester.code for semester in semesters()}) == len(semesters())
    late = {semester.code for semester in semesters() if f"{semester.first:%Y-%m}" != semester.code}
    assert late == {"2020-05"}


def test_a_semester_is_about_six_months_and_the_table_says_which() -> None:
    assert {semester.period.nights // 30 for semester in semesters()} <= {5, 6, 7}
    assert semester_named(semesters(), "2025-11").period.nights == 182


def test_a_code_outside_the_table_has_no_semester() -> None:
    with pytest.raises(SemesterUnknown):
        semester_named(semesters(), "2018-12")
