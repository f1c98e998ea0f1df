"""How far a request travels: what a newcomer opens to follow one."""

from pathlib import Path

from permanence.manifest import MANIFEST
from support.http_app import web
from support.registration import ROLE
from support.traced import passed_by_a_registration

MOST_FILES = 14


def test_a_registration_passes_few_files_of_its_service(tmp_path: Path) -> None:
    with web(tmp_path, MANIFEST, role=ROLE) as permanence:
        files = passed_by_a_registration(permanence)
    assert files[0] == "http/patients.py"
    assert "domain/patient/patient.py" in files
    assert len(files) <= MOST_FILES, files
