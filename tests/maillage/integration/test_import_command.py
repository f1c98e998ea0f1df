"""`maillage permanence` on an embedded permanence: what people are told of a file, or of months; exit statuses."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chassis.core.config import load_config
from chassis.core.instance import Instance
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from maillage.cli.main import app
from maillage.network import Network
from support.recorded import row_counts, rows

DONE, FAILED, USAGE, CONFIGURATION = 0, 1, 2, 3
ANTENNA = """
label = "Romans"
opened_on = 2023-09-04
services = ["permanence"]

[permanence.imports.logiciel]
encoding = "windows-1252"

[permanence.imports.logiciel.patients]
codes.ald = { O = "oui", N = "non" }
[permanence.imports.logiciel.patients.columns]
external_id = "N° dossier"
registered_on = "Créé le"
birth_on = "Né le"
commune = "INSEE"
ald = "ALD"
no_medecin_traitant_reason = "Motif"

[permanence.imports.logiciel.invitations.columns]
birth_name = "Nom"
given_names = "Prénoms"
birth_on = "Né le"
commune = "INSEE"
"""
HEADER = "N° dossier;Créé le;Né le;INSEE;ALD;Motif\n"
JEANNE = "D1;30/10/2023;13/07/1931;26281;O;doctor_retired\n"


@dataclass(frozen=True, slots=True)
class Installed:
    runtime: Runtime
    environment: dict[str, str]
    folder: Path

    def bring(self, kind: str, text: str, *options: str, encoding: str = "windows-1252") -> Result:
        file = self.folder / "export.csv"
        file.write_bytes(text.encode(encoding))
        command = ["permanence", "import", kind, str(file), "--antenna", "romans", "--source", "logiciel", *options]
        return CliRunner().invoke(app, command, env=self.environment)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    antennas = tmp_path / "antennas"
    antennas.mkdir()
    (antennas / "romans.toml").write_text(ANTENNA, encoding="utf-8")
    environment = {
        "MAILLAGE_PROFILE": "embedded",
        "MAILLAGE_STATE_DIR": str(tmp_path / "state"),
        "MAILLAGE_ANTENNAS_DIR": str(antennas),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    runtime = Network.load(load_config()).runtime(Instance("permanence", "romans"))
    migrate(runtime)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield Installed(runtime, environment, tmp_path)
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)
    runtime.database.close()


def test_a_file_is_imported_and_the_same_again_changes_nothing(installed: Installed) -> None:
    first = installed.bring("patients", HEADER + JEANNE)
    assert first.exit_code == DONE, first.output
    assert "1 lignes : 1 prises, 0 déjà connues" in first.output
    assert [row["ald"] for row in rows(installed.runtime, "patients")] == [True]
    again = installed.bring("patients", HEADER + JEANNE)
    assert again.exit_code == DONE
    assert "1 lignes : 0 prises, 1 déjà connues" in again.output
    assert len(rows(installed.runtime, "patients")) == 1


def test_rejected_and_different_lines_are_shown_under_the_headings_of_the_file(installed: Installed) -> None:
    installed.bring("patients", HEADER + JEANNE)
    wrong = "D2;30/10/2023;31/02/1931;26281;O;newcomer\n"
    told = installed.bring("patients", HEADER + JEANNE.replace("26281", "26057") + wrong)
    assert told.exit_code == FAILED
    for said in ("0 prises", "1 différentes, 1 rejetées", "Né le", "CELL_UNREADABLE", "INSEE", "rien n'a été changé"):
        assert said in told.output
    assert "31/02/1931" not in told.output


def test_a_machine_is_told_the_same(installed: Installed) -> None:
    told = installed.bring("patients", HEADER + JEANNE.replace("26281", "26999"), "--json")
    assert told.exit_code == FAILED
    document = json.loads(told.stdout)
    assert {name: document[name] for name in ("lines", "taken", "rejected", "different", "warned", "resumed")} == {
        "lines": 1,
        "taken": 0,
        "rejected": document["rejected"],
        "different": [],
        "warned": [],
        "resumed": False,
    }
    assert [(row["line"], row["code"]) for row in document["rejected"]] == [(2, "COMMUNE_UNKNOWN")]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (HEADER + JEANNE, "utf-8", "Le fichier n'est pas en windows-1252 : il est en utf-8."),
        (HEADER.replace("Né le", "Naissance") + JEANNE, "windows-1252", "la colonne « Né le »"),
    ],
    ids=["encoding", "header"],
)
def test_a_wrong_file_is_refused_whole_in_one_french_sentence(
    installed: Installed, text: str, encoding: str, said: str
) -> None:
    before = row_counts(installed.runtime)
    told = installed.bring("patients", text, encoding=encoding)
    assert told.exit_code == FAILED
    assert said in told.output.replace("\n", " ")
    assert "Rien n'a été importé" in told.output
    assert row_counts(installed.runtime) == before


def test_a_nominative_file_wants_its_ground(installed: Installed) -> None:
    text = "Nom;Prénoms;Né le;INSEE\nMartin;Paul;02/03/1950;26281\n"
    refused = installed.bring("invitations", text)
    assert refused.exit_code == FAILED
    assert "LEGAL_BASIS_MISSING" in refused.output
    lawful = installed.bring("invitations", text, "--legal-basis", "public_task", "--controller", "CPAM de la Drôme")
    assert lawful.exit_code == DONE, lawful.output
    assert len(rows(installed.runtime, "invitations")) == 1


def test_the_help_teaches_the_mapping(installed: Installed) -> None:
    told = CliRunner().invoke(app, ["permanence", "import", "--help"], env=installed.environment)
    assert told.exit_code == DONE
    for said in ("[permanence.imports.logiciel]", "encoding", "columns", "Statut 1"):
        assert said in told.output


def counted(installed: Installed, *options: str, **environment: str) -> Result:
    command = ["permanence", "count", "--antenna", "romans", *options]
    return CliRunner().invoke(app, command, env={**installed.environment, **environment})


def test_the_months_of_those_who_were_imported_are_counted_and_told_once(installed: Installed) -> None:
    installed.bring("patients", HEADER + JEANNE)
    first = counted(installed, "--json")
    assert first.exit_code == DONE, first.output
    told = json.loads(first.stdout)
    assert told == {"told": len(rows(installed.runtime, "month_counts")), "corrected": 0}
    assert told["told"] > 6
    assert counted(installed).stdout == (
        "0\N{NO-BREAK SPACE}compte dit pour la première fois, 0\N{NO-BREAK SPACE}dit de nouveau parce que le compte a "
        "changé.\n"
    )


def test_without_the_key_of_the_bulletins_one_reads_what_to_type(installed: Installed) -> None:
    installed.bring("patients", HEADER + JEANNE)
    folder = installed.folder / "elsewhere"
    folder.mkdir()
    (folder / "reporting.pub.jwk").write_text("not a key", encoding="ascii")
    refused = counted(installed, MAILLAGE_SEALING_DIR=str(folder))
    assert refused.exit_code == CONFIGURATION
    assert "maillage key pair" in refused.output
    assert not rows(installed.runtime, "month_counts")
