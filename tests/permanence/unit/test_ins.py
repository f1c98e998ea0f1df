"""The matricule INS: its form, its key, Corsica, and what may be said of how far it was verified."""

import pytest

from permanence.domain.patient.ins import (
    INSStatus,
    INSWithoutNumber,
    NIRKeyWrong,
    NIRMalformed,
    agrees,
    checked_matricule,
    kept_status,
)


@pytest.mark.parametrize(
    "written",
    ["163127847704294", "262087503203977", "189127512501282", "295109912611193", "253072B07300470", "253072A07300443"],
)
def test_a_matricule_with_the_right_key_is_kept(written: str) -> None:
    assert checked_matricule(written) == written


@pytest.mark.parametrize("written", ["2 53 07 2a 073 004 43", "2.53.07.2A.073.004.43", "2 53 07 2A 073 004-43"])
def test_a_matricule_is_the_same_however_it_is_written(written: str) -> None:
    assert checked_matricule(written) == "253072A07300443"


@pytest.mark.parametrize("written", ["295109912611199", "253072A07300470", "253072B07300443", "163127847704295"])
def test_a_wrong_key_is_told_as_such(written: str) -> None:
    with pytest.raises(NIRKeyWrong):
        checked_matricule(written)


@pytest.mark.parametrize(
    "written",
    [
        "253072C07300443",
        "2951099126111",
        "29510991261119393",
        "095109912611193",
        "٢٩٥١٠٩٩١٢٦١١١٩٣",
        "abc",
        "2A5109912611193",
    ],
)
def test_what_has_not_the_form_of_a_matricule_is_told_as_such(written: str) -> None:
    with pytest.raises(NIRMalformed):
        checked_matricule(written)


def test_a_pseudo_month_and_the_old_code_of_corsica_are_accepted() -> None:
    number = 1503120004001
    assert checked_matricule(f"{number}{97 - number % 97:02d}")


def test_nothing_is_verified_without_the_five_strict_traits() -> None:
    matricule = "295109912611193"
    assert kept_status(matricule, INSStatus.QUALIFIED, has_strict_traits=True) is INSStatus.QUALIFIED
    assert kept_status(matricule, INSStatus.QUALIFIED, has_strict_traits=False) is INSStatus.TO_VERIFY
    assert kept_status(matricule, None, has_strict_traits=True) is INSStatus.TO_VERIFY
    assert kept_status(None, None, has_strict_traits=True) is None
    with pytest.raises(INSWithoutNumber):
        kept_status(None, INSStatus.QUALIFIED, has_strict_traits=True)


def test_year_and_sex_are_compared_where_the_matricule_tells_them() -> None:
    woman, temporary, abroad = "295109912611193", "795109912611193", "395109912611193"
    assert agrees(woman, 1995, is_female=True)
    assert agrees(woman, 1995, is_female=None)
    assert not agrees(woman, 1995, is_female=False)
    assert not agrees(woman, 1996, is_female=True)
    assert agrees(temporary, 1995, is_female=False)
    assert agrees(abroad, 1995, is_female=True)
