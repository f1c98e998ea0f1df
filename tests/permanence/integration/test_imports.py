"""Files of other software on a migrated PostgreSQL database: taken once, whoever else imports the same meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import ImportKind
from permanence.imports.run import Report
from permanence.manifest import MANIFEST
from support.permanence.permanence_imports import (
    A_COUNT,
    A_DECLARATION,
    A_PATIENT,
    AN_ACT,
    AN_APPOINTMENT,
    IMPORTS,
    NOW,
    OPENED_ON,
    Importing,
    changed,
    open_session,
)
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, instance_of
from support.servers import Servers

PATIENTS, APPOINTMENTS, ACTS = ImportKind.PATIENTS, ImportKind.APPOINTMENTS, ImportKind.ACTS


@pytest.fixture
def place(servers: Servers) -> Iterator[Importing]:
    database = Database(servers.database())
    migrate(instance_of(database, MANIFEST))
    antenna = an_antenna(opened_on=OPENED_ON, parameters={"permanence": {"imports": IMPORTS}})
    opened = Importing(Runtime(MANIFEST, antenna, database, KEYRING, SetClock(NOW)))
    open_session(opened)
    yield opened
    database.close()


def test_a_day_of_the_practice_is_brought_and_brought_again_without_a_change(place: Importing) -> None:
    files = [
        (PATIENTS, A_PATIENT),
        (APPOINTMENTS, AN_APPOINTMENT),
        (APPOINTMENTS, changed(AN_APPOINTMENT, APPOINTMENTS, state="honoured")),
        (ACTS, changed(AN_ACT, ACTS, appointment="R1")),
        (ImportKind.DECLARATIONS, A_DECLARATION),
        (ImportKind.PEOPLE_WITHOUT_GP, A_COUNT),
    ]
    first = [place.bring(kind, row) for kind, row in files]
    assert [(told.totals.taken, told.totals.advanced) for told in first] == [
        *[(1, 0), (1, 0), (0, 1)],
        *[(1, 0), (1, 0), (1, 0)],
    ]
    again = [place.bring(kind, row) for kind, row in files]
    assert [told.totals.taken for told in again] == [0] * len(files)
    assert [told.totals.known for told in again] == [1] * len(files), "an older file takes nothing back"


def test_a_wrong_line_among_right_ones_undoes_itself_alone(place: Importing) -> None:
    many = [changed(A_PATIENT, PATIENTS, external_id=f"D{n}", birth_name=f"Nom{n}") for n in range(20)]
    many[7] = changed(many[7], PATIENTS, commune="26999")
    report = place.bring(PATIENTS, *many)
    assert [(told.line, told.code) for told in report.rejected] == [(9, "COMMUNE_UNKNOWN")]
    assert report.totals.taken == len(rows(place.runtime, "patients")) == 19


def test_the_same_file_imported_by_several_at_once_is_taken_once(place: Importing) -> None:
    many = [changed(A_PATIENT, PATIENTS, external_id=f"D{n}", birth_name=f"Nom{n}") for n in range(60)]

    def bring(_number: int) -> Report | None:
        try:
            return place.bring(PATIENTS, *many)
        except import_rules.ImportFinished:
            return None  # somebody else has just ended the run that was shared

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(bring, range(4)))
    assert any(reports)
    assert len(rows(place.runtime, "patients")) == 60
    assert sum(row["taken"] for row in rows(place.runtime, "imports")) == 60
