"""RPPS numbers: eleven digits with a key."""

import pytest

from permanence.domain.practitioner import rules
from permanence.domain.practitioner.practitioner import checked_rpps


def test_a_true_rpps_number_is_kept_as_it_is() -> None:
    assert checked_rpps("10002909371") == "10002909371"


@pytest.mark.parametrize("typed", ["10 002 909 371", " 10002909371\n", "1000290\N{NO-BREAK SPACE}9371"])
def test_the_spaces_of_an_rpps_number_are_dropped(typed: str) -> None:
    assert checked_rpps(typed) == "10002909371"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("10002909372", id="the key is wrong"),
        pytest.param("10002909731", id="two digits are swapped"),
        pytest.param("1000290930", id="a digit is missing although the key is right"),
        pytest.param("100029093711", id="a digit too many although the key is right"),
        pytest.param("010002909371", id="a zero before a true number"),
        pytest.param("810002909371", id="the national prefix of 12 digits"),
        pytest.param("1000290937I", id="a letter for a digit"),
        pytest.param("10002-909371", id="a hyphen"),
        pytest.param("+10002909371", id="a sign"),
        pytest.param("١٠٠٠٢٩٠٩٣٧١", id="digits of another script"),
        pytest.param("", id="nothing"),
        pytest.param("   ", id="spaces only"),
    ],
)
def test_a_false_rpps_number_is_refused(typed: str) -> None:
    with pytest.raises(rules.RPPSInvalid):
        checked_rpps(typed)


@pytest.mark.parametrize("published", ["10001288385", "10100050075"])
def test_official_examples_with_a_wrong_key_are_refused_like_any_other(published: str) -> None:
    with pytest.raises(rules.RPPSInvalid):
        checked_rpps(published)


def test_a_false_number_blames_the_field_that_was_asked() -> None:
    with pytest.raises(rules.RPPSInvalid) as refused:
        checked_rpps("1", "rpps")
    assert (refused.value.field, rules.RPPSInvalid.field) == ("rpps", "practitioner_rpps")
