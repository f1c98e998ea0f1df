"""Numbers with a key: RPPS, FINESS, SIRET, NIR."""

import pytest

from kernel.numbers import checked_finess, checked_rpps, checked_siret, has_finess_key, is_nir, is_rpps
from support.refusals import Refused


@pytest.mark.parametrize("typed", ["10002909371", "10 002 909 371", " 10002909371\n", "1000290\N{NO-BREAK SPACE}9371"])
def test_the_spaces_of_an_rpps_number_are_dropped(typed: str) -> None:
    assert checked_rpps(typed, Refused) == "10002909371"


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
        pytest.param("00000000000", id="zeros"),
        pytest.param("", id="nothing"),
        pytest.param("   ", id="spaces only"),
        pytest.param("10001288385", id="an official example whose key is wrong"),
        pytest.param("10100050075", id="another official example whose key is wrong"),
    ],
)
def test_a_false_rpps_number_is_refused(typed: str) -> None:
    assert not is_rpps(typed)
    with pytest.raises(Refused) as refused:
        checked_rpps(typed, Refused, "rpps")
    assert refused.value.field == "rpps"


@pytest.mark.parametrize(
    ("typed", "kept", "has_key"),
    [
        ("26 000 001 4", "260000014", False),
        ("26 000 001 3", "260000013", True),
        ("2a0000014", "2A0000014", True),
        ("2B0000020", "2B0000020", True),
    ],
)
def test_a_finess_number_with_a_wrong_key_is_only_worth_a_look(typed: str, kept: str, has_key: bool) -> None:
    assert (checked_finess(typed, Refused), has_finess_key(kept)) == (kept, has_key)


@pytest.mark.parametrize("typed", ["", "26000000", "2C0000014", "26000000A", "2600000131", "٢٦٠٠٠٠٠١٣"])
def test_a_finess_number_is_nine_signs(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_finess(typed, Refused, "finess")
    assert refused.value.field == "finess"


# The example of the documentation of python-stdnum, and La Poste, whose establishments follow a rule of their own.
@pytest.mark.parametrize("typed", ["732 829 320 00074", "73282932000074", "356 000 000 00048"])
def test_the_blanks_of_a_siret_are_dropped(typed: str) -> None:
    assert checked_siret(typed, Refused) == "".join(typed.split())


@pytest.mark.parametrize("typed", ["", "73282932000079", "7328293200007", "0" * 14, "732829320", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"])
def test_a_false_siret_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_siret(typed, Refused, "siret")
    assert refused.value.field == "siret"


@pytest.mark.parametrize(("signs", "is_one"), [("269054958815780", True), ("269054958815781", False), ("", False)])
def test_a_nir_has_a_key_of_two_digits(signs: str, is_one: bool) -> None:
    assert is_nir(signs) is is_one
