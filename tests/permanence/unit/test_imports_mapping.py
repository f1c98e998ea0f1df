"""How an antenna's file says what other software writes: cells become values, and a wrong table is said at once."""

from datetime import date
from typing import Any

import pytest

from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import ImportKind
from permanence.domain.rules import RuleBroken
from permanence.imports.mapping import FileMapping, faults, file_mapping, file_mappings

PATIENTS: dict[str, Any] = {
    "columns": {
        "external_id": "Dossier",
        "registered_on": "Créé le",
        "birth_on": "Né le",
        "commune": "INSEE",
        "ald": "ALD",
        "no_medecin_traitant_reason": "Motif",
    },
    "codes": {"no_medecin_traitant_reason": {"RET": "doctor_retired", "NOUV": "newcomer"}},
}
CELLS = {
    "external_id": "D12",
    "registered_on": "30/10/2023",
    "birth_on": "13/07/1931",
    "commune": "26281",
    "ald": "Oui",
    "no_medecin_traitant_reason": "RET",
}
MAPPING = FileMapping("logiciel", ImportKind.PATIENTS, PATIENTS["columns"], codes=PATIENTS["codes"])
APPOINTMENTS = FileMapping("logiciel", ImportKind.APPOINTMENTS, {}, constants={"patient": "D12"})


def test_cells_become_what_the_command_asks_for() -> None:
    assert MAPPING.values(CELLS) == {
        "external_id": "D12",
        "registered_on": date(2023, 10, 30),
        "birth_on": date(1931, 7, 13),
        "commune": "26281",
        "ald": True,
        "no_medecin_traitant_reason": "doctor_retired",
    }


@pytest.mark.parametrize(("written", "minutes"), [("08:30", 510), ("8h30", 510), ("0:00", 0), ("23h59", 1439)])
def test_a_time_of_day_is_written_in_two_ways(written: str, minutes: int) -> None:
    cells = {"external_id": "R1", "practitioner_rpps": "1", "day": "31/05/2024", "starts": written, "state": "booked"}
    assert APPOINTMENTS.values(cells)["starts"] == minutes


@pytest.mark.parametrize(
    ("field", "cell", "rule", "said"),
    [
        ("birth_on", "", import_rules.CellMissing, "vide"),
        ("birth_on", "1931-07-13", import_rules.CellUnreadable, "une date écrite comme 31/05/2024"),
        ("birth_on", "31/02/1931", import_rules.CellUnreadable, "une date écrite"),
        ("ald", "peut-être", import_rules.CellUnreadable, "oui ou non"),
        ("no_medecin_traitant_reason", "DUPONT", import_rules.CellUnreadable, "aucune des valeurs prévues : RET, NOUV"),
    ],
)
def test_a_cell_that_cannot_be_read_names_its_field_and_never_quotes_what_it_holds(
    field: str, cell: str, rule: type[RuleBroken], said: str
) -> None:
    with pytest.raises(rule) as refused:
        MAPPING.values(CELLS | {field: cell})
    assert refused.value.field == field
    assert said in refused.value.text
    assert not cell or cell not in refused.value.text


def test_a_source_that_the_antenna_does_not_describe_is_a_rule() -> None:
    described = file_mappings({"logiciel": {"encoding": "windows-1252", "patients": PATIENTS}})
    assert file_mapping(described, "logiciel", ImportKind.PATIENTS).encoding == "windows-1252"
    for source, kind in (("autre", ImportKind.PATIENTS), ("logiciel", ImportKind.ACTS)):
        with pytest.raises(import_rules.SourceUnknown):
            file_mapping(described, source, kind)


def test_a_right_table_has_no_fault() -> None:
    assert (
        list(faults("imports", {"logiciel": {"encoding": "windows-1252", "delimiter": ",", "patients": PATIENTS}}))
        == []
    )


@pytest.mark.parametrize(
    ("imports", "fault"),
    [
        ([], "une table [permanence.imports.<source>] par source est attendue"),
        ({"x": 3}, "une table [permanence.imports.<source>] par source est attendue"),
        ({"x": {"encoding": "utf-9"}}, "x : encodage inconnu utf-9"),
        ({"x": {"encoding": "base64"}}, "x : encodage inconnu base64"),
        ({"x": {"delimiter": "::"}}, "x : delimiter doit être un seul caractère"),
        ({"x": {"dates": "%d/%m"}}, "x : dates doit dire le jour, le mois et l'année"),
        ({"x": {"nurses": {}}}, "x : clé inconnue nurses"),
        ({"x": {"patients": {}}}, "x.patients : columns manque"),
        ({"x": {"patients": PATIENTS | {"column": {}}}}, "x.patients : clé inconnue column"),
        ({"x": {"patients": PATIENTS | {"constants": {"name": "a"}}}}, "champ inconnu name"),
        ({"x": {"patients": PATIENTS | {"constants": {"phone": 3}}}}, "en-têtes, codes et constantes sont des textes"),
        ({"x": {"patients": PATIENTS | {"codes": 3}}}, "en-têtes, codes et constantes sont des textes"),
        ({"x": {"patients": {"columns": ["A"]}}}, "en-têtes, codes et constantes sont des textes"),
        ({"x": {"patients": {"columns": {"external_id": "A"}}}}, "aucune colonne pour birth_on"),
        (
            {"x": {"patients": {"columns": PATIENTS["columns"] | {"phone": "ALD"}}}},
            "x.patients : une colonne sert à deux champs",
        ),
    ],
)
def test_what_is_wrong_in_the_table_is_said_in_french(imports: object, fault: str) -> None:
    assert any(fault in said for said in faults("imports", imports))
