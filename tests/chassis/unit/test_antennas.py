"""Antenna files: read whole, checked, every fault named at once."""

from datetime import date
from pathlib import Path

import pytest

from chassis.core.antenna import AntennaFilesInvalid, load_antennas

SERVICES = ("housing", "permanence", "reporting")
GOOD = 'label = "Romans-sur-Isère"\nopened_on = 2023-09-04\nservices = ["permanence", "reporting"]\n'


def faults(folder: Path) -> list[str]:
    with pytest.raises(AntennaFilesInvalid) as refused:
        load_antennas(folder, SERVICES)
    return str(refused.value).splitlines()


def test_an_antenna_is_what_its_file_says(tmp_path: Path) -> None:
    (tmp_path / "romans.toml").write_text(GOOD + "closed_on = 2030-01-01\n[permanence]\ncommune_told_from = 2000\n")
    (tmp_path / "departement.toml").write_text(GOOD.replace("Romans-sur-Isère", "Drôme"))
    departement, romans = load_antennas(tmp_path, SERVICES)
    assert (departement.code, departement.label) == ("departement", "Drôme")
    assert (romans.label, romans.opened_on, romans.closed_on) == (
        "Romans-sur-Isère",
        date(2023, 9, 4),
        date(2030, 1, 1),
    )
    assert [str(instance) for instance in romans.instances()] == ["permanence.romans", "reporting.romans"]
    assert romans.parameters == {"permanence": {"commune_told_from": 2000}}


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "partners.toml").write_text(GOOD)
    (tmp_path / "Laval.toml").write_text(GOOD)
    (tmp_path / "torn.toml").write_text("label = ")
    (tmp_path / "bytes.toml").write_bytes(b"label = '\xff'")
    (tmp_path / "wrong.toml").write_text(
        'label = " "\nopened_on = 2023-09-04T08:00:00\nservices = ["tennis", "housing", "housing"]\ncolour = "red"\n'
    )
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "closed.toml").write_text(GOOD + "closed_on = 2023-09-04\n")
    (tmp_path / "good.toml").write_text(GOOD)
    told = faults(tmp_path)
    expected = [
        "Laval.toml : le nom du fichier doit être le code",
        "bytes.toml : TOML illisible",
        "closed.toml : closed_on n'est pas une date postérieure",
        "empty.toml : label manque",
        "empty.toml : opened_on manque",
        "empty.toml : services manque",
        "partners.toml : le code partners est réservé",
        "torn.toml : TOML illisible",
        "wrong.toml : label manque",
        "wrong.toml : opened_on manque ou n'est pas une date",
        "wrong.toml : service inconnu : tennis (connus : housing, permanence, reporting)",
        "wrong.toml : services cite deux fois le même service",
        "wrong.toml : clé inconnue : colour",
    ]
    assert len(told) == len(expected)
    for line, start in zip(told, expected, strict=True):
        assert line.startswith(start)


def test_a_folder_without_antennas_is_told(tmp_path: Path) -> None:
    (told,) = faults(tmp_path)
    assert told.startswith(f"aucun fichier d'antenne (*.toml) dans {tmp_path} : vérifiez MAILLAGE_ANTENNAS_DIR")


def test_a_service_opens_with_its_antenna_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "romans.toml").write_text(GOOD + "[permanence]\nopened_on = 2024-01-08\n[housing]\nbeds = 4\n")
    (romans,) = load_antennas(tmp_path, SERVICES)
    assert romans.opening_of("permanence") == date(2024, 1, 8)
    assert romans.opening_of("housing") == romans.opening_of("reporting") == romans.opened_on == date(2023, 9, 4)


@pytest.mark.parametrize(
    ("opened_on", "fault"),
    [
        ("2023-09-03", "[permanence] opened_on précède l'ouverture de l'antenne"),
        ("2024-01-08T08:00:00", "[permanence] opened_on n'est pas une date (AAAA-MM-JJ)"),
        ('"2024-01-08"', "[permanence] opened_on n'est pas une date (AAAA-MM-JJ)"),
    ],
)
def test_a_service_never_opens_before_its_antenna(tmp_path: Path, opened_on: str, fault: str) -> None:
    (tmp_path / "romans.toml").write_text(f"{GOOD}[permanence]\nopened_on = {opened_on}\n")
    assert faults(tmp_path) == [f"romans.toml : {fault}"]
