"""How bulletins write figures in their units, and the codes that facts carry."""

import pytest

from contracts.housing.words import OCCUPANT_KINDS
from reporting.bulletin import measured
from reporting.figure import Unit, Value
from reporting.housing import words as of_houses
from reporting.permanence import words as of_permanences


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (930_000, Unit.CENTS, "9 300,00 €"),
        (-5, Unit.CENTS, "−0,05 €"),
        (93.5, Unit.PERCENT, "93,5 %"),
        (100, Unit.PERCENT, "100,0 %"),
        (3500, Unit.NIGHTS, "3 500"),
        (1, Unit.DAYS, "1 jour"),
        (12, Unit.DAYS, "12 jours"),
        (8.4, Unit.CONSULTATIONS, "8,4"),
        (9.0, Unit.CONSULTATIONS, "9,0"),
        (None, Unit.PERCENT, "—"),
        (None, Unit.CENTS, "—"),
    ],
)
def test_a_figure_is_shown_in_its_unit(value: Value, unit: Unit, written: str) -> None:
    assert " ".join(measured(value, unit).split()) == written


def test_codes_of_facts_have_french_names() -> None:
    assert of_houses.university("clermont-ferrand") == "Clermont-Ferrand"
    assert of_houses.house("romans/maison-des-internes") == "Maison des internes (Romans)"
    assert [of_houses.party(code) for code in ("departement", "ccas", "ville-de-romans")] == [
        "Département",
        "CCAS",
        "Ville de romans",
    ]
    assert [of_permanences.payer(code) for code in ("ars", of_permanences.UNALLOCATED)] == [
        "ARS",
        "Non affecté, honoraires déduits",
    ]
    assert set(of_houses.OCCUPANT_KINDS) == set(OCCUPANT_KINDS)
