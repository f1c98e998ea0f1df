"""The communes of France: what the dated file holds, and how one is found."""

import csv
import re

import pytest

from contracts.fields import COMMUNE_PATTERN, SIREN_PATTERN
from kernel.commune import FILE, FORMER_FILE, Commune, commune_name, communes_named, find_commune, known_commune
from support.refusals import Refused, RefusedOtherwise


def commune(insee: str) -> Commune:
    found = find_commune(insee)
    assert found is not None
    return found


def test_the_file_holds_every_commune_once_under_a_code_that_the_contract_accepts() -> None:
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len({row["insee"] for row in rows}) == 34_969
    assert [row["insee"] for row in rows] == sorted(row["insee"] for row in rows), "a commune is found by its place"
    assert all(re.match(COMMUNE_PATTERN, row["insee"]) for row in rows)
    assert all(re.match(SIREN_PATTERN, row["epci_siren"]) for row in rows if row["epci_siren"])


def test_a_commune_is_found_with_its_population_and_epci() -> None:
    assert find_commune("26281") == Commune("26281", 33_464, "200068781")


def test_a_commune_of_corsica_is_found_by_its_code_with_a_letter() -> None:
    assert find_commune("2A004") == Commune("2A004", 76_320, "242010056")


@pytest.mark.parametrize(
    "insee", ["26999", "2a004", " 26281", "26281 ", "1001", "", "insee", "Romans-sur-Isère", "26281,Romans-sur-Isère"]
)
def test_what_is_no_present_code_is_not_found(insee: str) -> None:
    assert find_commune(insee) is None


@pytest.mark.parametrize("postcode", ["26750", "38000", "53000", "75010", "20000"])
def test_a_postcode_that_is_no_commune_is_not_found(postcode: str) -> None:
    assert find_commune(postcode) is None


def test_a_postcode_that_is_also_the_code_of_a_commune_is_that_commune() -> None:
    # 26100 is the postcode of Romans and the INSEE code of Combovin: the code alone cannot tell the mistake.
    assert find_commune("26100") == Commune("26100", 476, "200068781")


def test_an_island_may_have_no_epci() -> None:
    assert find_commune("85113") == Commune("85113", 4_883, None)


def test_a_territory_without_inhabitants_counts_none() -> None:
    assert commune("98412") == Commune("98412", 0, None)


# Merged communes


def test_every_former_code_is_no_commune_s_any_more_and_has_a_present_successor() -> None:
    with FORMER_FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len({row["insee"] for row in rows}) == 4_240
    assert [row["insee"] for row in rows if find_commune(row["insee"]) or not find_commune(row["successor"])] == []
    assert all(re.match(COMMUNE_PATTERN, row["insee"]) for row in rows)


@pytest.mark.parametrize(
    ("insee", "successor"),
    [
        ("26184", "Valherbasse, de code INSEE 26210"),
        ("53194", "Loiron-Ruillé, de code INSEE 53137"),
        ("53014", "Château-Gontier-sur-Mayenne, de code INSEE 53062"),
    ],
)
def test_a_merged_commune_names_its_successor(insee: str, successor: str) -> None:
    with pytest.raises(RefusedOtherwise, match=successor):
        known_commune(insee, Refused, RefusedOtherwise)


def test_a_present_commune_is_known_and_what_never_was_one_is_not() -> None:
    assert known_commune("26281", Refused, RefusedOtherwise) == find_commune("26281")
    with pytest.raises(Refused):
        known_commune("26999", Refused, RefusedOtherwise)


# Names


def test_a_present_commune_is_called_by_its_name_and_any_other_by_its_code() -> None:
    assert [commune_name(insee) for insee in ("26281", "26999")] == ["Romans-sur-Isère", "26999"]


@pytest.mark.parametrize("name", ["Romans-sur-Isère", "ROMANS SUR ISERE", " romans  sur isère "])
def test_a_commune_is_found_by_its_name_however_it_is_typed(name: str) -> None:
    assert communes_named(name, "26") == ["26281"]


def test_saint_may_be_short() -> None:
    assert communes_named("St-Uze", "26") == communes_named("Saint-Uze", "26") == ["26332"]


def test_a_name_is_that_of_the_departement_first() -> None:
    assert communes_named("Montrigaud", "26") == []
    assert communes_named("Saint-Denis", "93") == ["93066"]
    assert len(communes_named("Saint-Denis", "26")) > 1
