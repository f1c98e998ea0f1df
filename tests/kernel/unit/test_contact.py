"""The same phone and the same address are the same signs however they were typed."""

import pytest

from kernel.contact import checked_email, checked_phone, written_phone
from support.refusals import Refused


@pytest.mark.parametrize(
    "typed", ["06 12.34-56 78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "06/12/34/56/78"]
)
def test_a_french_phone_is_the_same_with_the_code_of_its_country(typed: str) -> None:
    assert checked_phone(typed, Refused) == written_phone(typed) == written_phone("0612345678") == "0612345678"


@pytest.mark.parametrize("typed", ["+41 79 123 45 67", "+491512345678901"])
def test_a_phone_from_abroad_has_the_code_of_its_country(typed: str) -> None:
    assert checked_phone(typed, Refused) == typed.replace(" ", "")


@pytest.mark.parametrize("typed", ["", "612345678", "+33", "06123456789", "+4915123456789012", "٠٦١٢٣٤٥٦٧٨", "0012"])
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_phone(typed, Refused, "phone")
    assert refused.value.field == "phone"


def test_an_address_is_small_letters_without_blanks_around() -> None:
    assert checked_email(" Camille.ESSAI@Example.org ", Refused) == "camille.essai@example.org"


@pytest.mark.parametrize(
    "typed", ["", "camille", "camille@example", "a@b@example.org", "a b@example.org", "a@b..org", f"{'c' * 250}@ex.org"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_email(typed, Refused, "email")
    assert refused.value.field == "email"
