"""Values with a French name are told by their code, and found again by it."""

from copy import deepcopy
from enum import StrEnum

import msgspec
import pytest

from kernel.named import Named, Words


class Method(Named):
    CASH = "cash", "espèces"
    CARD = "card", "carte"


def test_a_value_is_its_code_and_has_a_french_name() -> None:
    assert [(method.value, method.french) for method in Method] == [("cash", "espèces"), ("card", "carte")]
    assert (Method.CASH, f"{Method.CASH}") == ("cash", "cash")


def test_a_value_is_found_again_by_its_code() -> None:
    assert Method("card") is Method.CARD
    assert msgspec.json.decode(msgspec.json.encode(Method.CARD), type=Method) is Method.CARD
    assert deepcopy(Method.CARD) is Method.CARD
    with pytest.raises(ValueError, match="cheque"):
        Method("cheque")


class Kind(StrEnum):
    INTERN = "intern"


WORDS = Words({Kind.INTERN: "interne d'un an"})


def test_a_value_is_called_by_its_own_name_or_by_that_of_its_kind() -> None:
    assert [WORDS.in_french(value) for value in (Method.CASH, Kind.INTERN)] == ["espèces", "interne d’un an"]


def test_a_list_to_choose_from_begins_with_capitals_and_may_lack_some() -> None:
    assert WORDS.choices_of(Method, Method.CARD) == {"cash": "Espèces"}
    assert WORDS.choices_of(Kind) == {"intern": "Interne d’un an"}
