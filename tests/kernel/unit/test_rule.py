"""A rule is a code, a field and a sentence; one refusal may say more of its own case."""

import pytest

from kernel.rule import blaming
from support.refusals import Refused


def test_a_refusal_says_what_its_rule_says() -> None:
    refused = Refused()
    assert (refused.code, refused.field, refused.text) == ("REFUSED", "asked", "Ceci est refusé.")
    assert str(refused) == "REFUSED: Ceci est refusé."


def test_one_refusal_names_its_dates_and_blames_another_field() -> None:
    refused = Refused("La fin précède le 02/11/2023.", field="ends_on")
    assert (str(refused), refused.field) == ("REFUSED: La fin précède le 02/11/2023.", "ends_on")
    assert (Refused().field, Refused().text) == ("asked", "Ceci est refusé.")


def test_whoever_asked_for_days_is_blamed_for_them_by_its_own_field() -> None:
    with pytest.raises(Refused) as refused, blaming("departure_on"):
        raise Refused
    assert (refused.value.field, Refused.field) == ("departure_on", "asked")


def test_what_is_no_rule_is_nobody_s_fault() -> None:
    with pytest.raises(ZeroDivisionError), blaming("departure_on"):
        raise ZeroDivisionError
