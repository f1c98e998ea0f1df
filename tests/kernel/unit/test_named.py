"""Values with a French name are told by their code, and found again by it."""

from copy import deepcopy

import msgspec
import pytest

from kernel.named import Named


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
