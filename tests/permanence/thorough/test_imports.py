"""Files of other software on SQLite: taken once, told when they differ, never half taken, and taken up again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from chassis.core.application import execute
from permanence.commands.imports import BeginImport, FinishImport, TakeLines
from permanence.commands.patient_files import MergePatients
from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import Difference, ImportKind, LegalBasis, Line
from permanence.domain.rules import RuleBroken
from permanence.imports.run import AT_ONCE, Report, Wanted, import_file
from permanence.store.imports import external_refs, imports
from support.permanence.permanence_imports import (
    A_COUNT,
    A_DECLARATION,
    A_PATIENT,
    AN_ACT,
    AN_APPOINTMENT,
    AN_INVITATION,
    RPPS,
    SOURCE,
    Importing,
    changed,
    content_of,
    importing,
)
from support.recorded import facts, files, row_counts, rows

PATIENTS, APPOINTMENTS, ACTS = ImportKind.PATIENTS, ImportKind.APPOINTMENTS, ImportKind.ACTS
DECLARATIONS, COUNTS, INVITATIONS = ImportKind.DECLARATIONS, ImportKind.PEOPLE_WITHOUT_GP, ImportKind.INVITATIONS
LAWFUL: dict[str, Any] = {"legal_basis": LegalBasis.PUBLIC_TASK, "controller": "CPAM de la Drôme"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Importing]:
    with importing(tmp_path) as opened:
        yield opened


def totals(report: Report) -> tuple[int, int, int, int, int]:
    """Taken, known, advanced, different, rejected."""
    told = report.totals
    return told.taken, told.known, told.advanced, told.different, told.rejected


def told_since(place: Importing, before: int) -> list[str]:
    return [fact.type.removeprefix("permanence.") for fact in facts(place.runtime)[before:]]


def test_a_day_of_the_practice_is_brought_without_typing(place: Importing) -> None:
    before = len(facts(place.runtime))
    assert totals(place.bring(PATIENTS, A_PATIENT)) == (1, 0, 0, 0, 0)
    assert totals(place.bring(APPOINTMENTS, AN_APPOINTMENT)) == (1, 0, 0, 0, 0)
    assert totals(place.bring(ACTS, changed(AN_ACT, ACTS, appointment="R1"))) == (1, 0, 0, 0, 0)
    assert totals(place.bring(DECLARATIONS, A_DECLARATION)) == (1, 0, 0, 0, 0)
    told = told_since(place, before)
    for fact in ("patient_registered", "appointment_booked", "consultation_held", "appointment_honoured"):
        assert f"{fact}.v2" in told
    assert told.count("declaration_filed.v2") == 1
    (act,) = rows(place.runtime, "acts")
    (patient,) = rows(place.runtime, "patients")
    assert (act["patient_id"], act["practitioner_rpps"]) == (patient["patient_id"], RPPS)
    assert rows(place.runtime, "patient_steps") == []  # nothing has changed since


def test_the_same_file_again_changes_nothing(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT)
    place.bring(ACTS, AN_ACT)
    before, counted = len(facts(place.runtime)), row_counts(place.runtime)
    assert totals(place.bring(PATIENTS, A_PATIENT)) == (0, 1, 0, 0, 0)
    assert totals(place.bring(ACTS, AN_ACT, changed(AN_ACT, ACTS, external_id="A2"))) == (1, 1, 0, 0, 0)
    assert told_since(place, before) == ["consultation_held.v2"]
    assert row_counts(place.runtime)["patients"] == counted["patients"]


def test_a_line_that_says_something_else_is_told_and_not_applied(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT)
    kept = rows(place.runtime, "patients")
    other = changed(A_PATIENT, PATIENTS, commune="26057", ald="non")
    report = place.bring(PATIENTS, other)
    assert report.different == [Difference(2, ("commune", "ald"))]
    assert totals(report) == (0, 0, 0, 1, 0)
    assert rows(place.runtime, "patients") == kept
    assert totals(place.bring(PATIENTS, other)) == (0, 0, 0, 1, 0), "it goes on being told"


def test_a_number_twice_in_one_file_is_one_line(place: Importing) -> None:
    report = place.bring(PATIENTS, A_PATIENT, A_PATIENT, changed(A_PATIENT, PATIENTS, ald="non"))
    assert totals(report) == (1, 1, 0, 1, 0)
    assert len(rows(place.runtime, "patients")) == 1


@pytest.mark.parametrize(
    ("state", "kept"),
    [("honoured", "honoured"), ("missed", "missed"), ("cancelled_by_patient", "cancelled")],
)
def test_an_appointment_follows_its_course(place: Importing, state: str, kept: str) -> None:
    place.bring(PATIENTS, A_PATIENT)
    place.bring(APPOINTMENTS, AN_APPOINTMENT)
    later = changed(AN_APPOINTMENT, APPOINTMENTS, state=state)
    assert totals(place.bring(APPOINTMENTS, later)) == (0, 0, 1, 0, 0)
    assert totals(place.bring(APPOINTMENTS, later)) == (0, 1, 0, 0, 0)
    assert [row["state"] for row in rows(place.runtime, "appointments")] == [kept]


def test_an_appointment_already_over_is_booked_and_ended_at_once(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT)
    report = place.bring(APPOINTMENTS, changed(AN_APPOINTMENT, APPOINTMENTS, state="missed"))
    assert totals(report) == (1, 0, 0, 0, 0)
    assert [(row["state"], row["slot"]) for row in rows(place.runtime, "appointments")] == [("missed", 2)]


def test_an_appointment_at_another_time_is_a_difference(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT)
    place.bring(APPOINTMENTS, AN_APPOINTMENT)
    report = place.bring(APPOINTMENTS, changed(AN_APPOINTMENT, APPOINTMENTS, starts="10:00", state="honoured"))
    assert report.different == [Difference(2, ("starts", "state"))]


REJECTED = [
    (PATIENTS, changed(A_PATIENT, PATIENTS, birth_on=""), "birth_on", "CELL_MISSING"),
    (PATIENTS, changed(A_PATIENT, PATIENTS, birth_on="13.07.1931"), "birth_on", "CELL_UNREADABLE"),
    (PATIENTS, A_PATIENT[:-1], "lines", "LINE_MALFORMED"),
    (PATIENTS, changed(A_PATIENT, PATIENTS, birth_on="01/01/2024"), "birth_on", "BIRTH_IN_FUTURE"),
    (PATIENTS, changed(A_PATIENT, PATIENTS, commune="26999"), "commune", "COMMUNE_UNKNOWN"),
    (ACTS, changed(AN_ACT, ACTS, patient="D9"), "patient", "PATIENT_NOT_IMPORTED"),
    (ACTS, changed(AN_ACT, ACTS, appointment="R9"), "appointment", "APPOINTMENT_NOT_IMPORTED"),
    (ACTS, changed(AN_ACT, ACTS, held_on="07/11/2023"), "held_on", "HELD_IN_FUTURE"),
    (APPOINTMENTS, changed(AN_APPOINTMENT, APPOINTMENTS, starts="14:00"), "starts", "NO_SESSION_THEN"),
    (DECLARATIONS, changed(A_DECLARATION, DECLARATIONS, filed_on="07/11/2023"), "filed_on", "FILED_IN_FUTURE"),
    (COUNTS, changed(A_COUNT, COUNTS, commune="26999"), "commune", "COMMUNE_UNKNOWN"),
]


@pytest.mark.parametrize(("kind", "row", "field", "code"), REJECTED, ids=lambda value: str(value)[:30])
def test_a_line_that_breaks_a_rule_is_told_with_its_number_its_field_and_its_reason_and_holds_up_no_other(
    place: Importing, kind: ImportKind, row: tuple[str, ...], field: str, code: str
) -> None:
    place.bring(PATIENTS, A_PATIENT)
    right = {PATIENTS: A_PATIENT, ACTS: AN_ACT, APPOINTMENTS: AN_APPOINTMENT, DECLARATIONS: A_DECLARATION}
    other = changed(right.get(kind, A_COUNT), kind, external_id="Z9")
    wrong = ("X1", *row[1:]) if kind is not COUNTS else row
    report = place.bring(kind, wrong, other)
    assert [(told.line, told.field, told.code) for told in report.rejected] == [(2, field, code)]
    assert report.rejected[0].text.endswith(".")
    assert totals(report) == (1, 0, 0, 0, 1)


def test_a_rejected_line_leaves_nothing_and_is_taken_once_it_is_right(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT)
    before = len(facts(place.runtime))
    wrong = changed(AN_APPOINTMENT, APPOINTMENTS, state="honoured", day="07/11/2023")
    assert totals(place.bring(APPOINTMENTS, wrong)) == (0, 0, 0, 0, 1)
    assert told_since(place, before) == []
    assert rows(place.runtime, "appointments") == []
    assert totals(place.bring(APPOINTMENTS, AN_APPOINTMENT)) == (1, 0, 0, 0, 0)


def test_two_files_of_one_person_are_a_warning(place: Importing) -> None:
    report = place.bring(PATIENTS, A_PATIENT, changed(A_PATIENT, PATIENTS, external_id="D2"))
    assert totals(report) == (2, 0, 0, 0, 0)
    assert [(told.line, "POSSIBLE_DUPLICATE" in told.warnings) for told in report.warned] == [(3, True)]


def test_what_is_said_of_a_merged_file_is_written_in_the_one_that_is_kept(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT, changed(A_PATIENT, PATIENTS, external_id="D2"))
    refs = rows(place.runtime, "external_refs")
    kept, merged = (row["local_id"] for row in refs)
    place.do(MergePatients(kept, merged))
    report = place.bring(ACTS, AN_ACT, changed(AN_ACT, ACTS, external_id="A2", patient="D2"))
    assert totals(report) == (2, 0, 0, 0, 0)
    assert {row["patient_id"] for row in rows(place.runtime, "acts")} == {kept}


def test_counts_are_denominators_and_name_their_source(place: Importing) -> None:
    ald = changed(A_COUNT, COUNTS, group="ald", people="570")
    assert totals(place.bring(COUNTS, A_COUNT, ald)) == (2, 0, 0, 0, 0)
    corrected = place.bring(COUNTS, changed(A_COUNT, COUNTS, people="2400"))
    assert corrected.different == [Difference(2, ("people",))]


# A nominative file


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, import_rules.LegalBasisMissing),
        ({"legal_basis": LegalBasis.CONSENT}, import_rules.ControllerMissing),
        ({"legal_basis": LegalBasis.CONSENT, "controller": "  "}, import_rules.ControllerMissing),
    ],
)
def test_a_nominative_file_without_legal_basis_or_controller_is_refused_whole(
    place: Importing, given: dict[str, Any], rule: type[RuleBroken]
) -> None:
    before = row_counts(place.runtime)
    with pytest.raises(rule):
        place.bring(INVITATIONS, AN_INVITATION, **given)
    assert row_counts(place.runtime) == before


def test_a_nominative_file_makes_invitations_and_never_patients(place: Importing) -> None:
    before = len(facts(place.runtime))
    assert totals(place.bring(INVITATIONS, AN_INVITATION, AN_INVITATION, **LAWFUL)) == (1, 1, 0, 0, 0)
    assert rows(place.runtime, "patients") == []
    assert len(rows(place.runtime, "invitations")) == 1
    assert told_since(place, before) == []
    (run,) = rows(place.runtime, "imports")
    assert (run["legal_basis"], run["controller"]) == ("public_task", "CPAM de la Drôme")


def test_the_database_itself_refuses_a_nominative_import_without_its_ground(place: Importing) -> None:
    run = dict(rows(place.runtime, "imports")[0]) if rows(place.runtime, "imports") else None
    assert run is None
    place.bring(INVITATIONS, AN_INVITATION, **LAWFUL)
    (run,) = map(dict, rows(place.runtime, "imports"))
    with pytest.raises(exc.IntegrityError), place.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(imports), {**run, "import_id": uuid4(), "legal_basis": None})


def test_no_identity_and_no_number_of_the_software_is_in_the_database_in_clear(place: Importing) -> None:
    canary = changed(A_PATIENT, PATIENTS, external_id="CANARI-4711", birth_name="Canaripatient")
    place.bring(PATIENTS, canary)
    place.bring(INVITATIONS, changed(AN_INVITATION, INVITATIONS, birth_name="Canariinvite"), **LAWFUL)
    written = b"".join(files(place.runtime).values()).lower()
    assert b"2023-10-30" in written
    for secret in (b"canari-4711", b"canaripatient", b"canariinvite", b"1931-07-13", b"rue basse"):
        assert secret not in written


# Cut short


def test_an_import_cut_short_goes_on_where_it_was(place: Importing) -> None:
    many = [changed(A_PATIENT, PATIENTS, external_id=f"D{n}", birth_name=f"Nom{n}") for n in range(AT_ONCE + 10)]
    wanted, content = Wanted(source=SOURCE, kind=PATIENTS), content_of(PATIENTS, *many)

    def cut(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(place.runtime, wanted, content, cut)
    assert len(rows(place.runtime, "patients")) == AT_ONCE
    report = import_file(place.runtime, wanted, content)
    assert report.resumed
    assert totals(report) == (AT_ONCE + 10, 0, 0, 0, 0)
    assert len(rows(place.runtime, "imports")) == 1
    assert not import_file(place.runtime, wanted, content).resumed


def test_a_finished_or_unknown_import_takes_no_line(place: Importing) -> None:
    report = place.bring(PATIENTS, A_PATIENT)
    line = Line(2, {"external_id": "D2"})
    for import_id, rule in ((report.import_id, import_rules.ImportFinished), (uuid4(), import_rules.ImportUnknown)):
        with pytest.raises(rule):
            execute(place.runtime, TakeLines(import_id, (line,)), uuid4())
        with pytest.raises(rule):
            execute(place.runtime, FinishImport(import_id), uuid4())


def test_one_run_of_a_file_at_a_time_also_in_the_database(place: Importing) -> None:
    begin = BeginImport(SOURCE, PATIENTS, b"digest", 3)
    first, second = place.do(begin), place.do(begin)
    assert (first["import_id"], second["resumed"]) == (second["import_id"], True)
    (run,) = map(dict, rows(place.runtime, "imports"))
    with pytest.raises(exc.IntegrityError), place.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(imports), {**run, "import_id": uuid4()})


def test_a_line_is_taken_once_also_in_the_database(place: Importing) -> None:
    place.bring(PATIENTS, A_PATIENT)
    (ref,) = map(dict, rows(place.runtime, "external_refs"))
    with pytest.raises(exc.IntegrityError), place.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(external_refs), {**ref, "local_id": UUID(int=1)})
