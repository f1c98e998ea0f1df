"""Names are written one way and compared in another."""

import pytest

from kernel.name import checked_name, normalised
from support.refusals import Refused


def test_a_name_has_one_space_between_its_words() -> None:
    assert checked_name(" Marie  Claire ", Refused) == "Marie Claire"
    assert checked_name("c" * 80, Refused) == "c" * 80


@pytest.mark.parametrize("name", ["", " ", "-", "12", "c" * 81])
def test_a_name_has_a_letter_and_eighty_signs_at_most(name: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_name(name, Refused, "used_name")
    assert refused.value.field == "used_name"


@pytest.mark.parametrize(
    ("name", "compared"),
    [("Modèle", "MODELE"), ("D'Essai-Test", "D ESSAI TEST"), ("Œuf", "OEUF"), ("İlker", "ILKER"), ("Пример", "ПРИМЕР")],
)
def test_names_are_compared_without_accents_case_or_hyphens(name: str, compared: str) -> None:
    assert normalised(name) == compared
