"""What becomes of a patient's file: médecin traitant found or lost, exit, merge, erasure."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.database import Database
from permanence.commands.patient_files import AnswerErasure, ExitPatient, MergePatients, ReturnPatient, UnmergePatients
from permanence.commands.patients import RecordMedecinTraitant, SeeProof
from permanence.domain.declaration.choice import ConsentNeeded
from permanence.domain.declaration.state import DeclarationState
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.follow_up import ExitReason, MedecinTraitantChange
from permanence.manifest import MANIFEST
from permanence.queries.patients import patient_state
from permanence.store.declarations import current_declarations, declarations
from support.permanence.permanence_patients import NOBODY, TODAY, Patients, patients_of, person
from support.recorded import row_counts
from support.runtimes import sqlite_runtime

DAY = timedelta(days=1)
YOUNG = date(1963, 11, 8)  # 60 in two days


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Patients]:
    sqlite_runtime(tmp_path, MANIFEST).database.close()
    database = Database(f"sqlite+pysqlite:///{tmp_path}/permanence_romans.db")
    yield patients_of(database)
    database.close()


def test_a_medecin_traitant_found_or_lost_changes_the_verdict(romans: Patients) -> None:
    patient_id = romans.register()
    found = RecordMedecinTraitant(patient_id, MedecinTraitantChange.FOUND, TODAY)
    lost = RecordMedecinTraitant(patient_id, MedecinTraitantChange.LOST, TODAY, NoMedecinTraitantReason.DOCTOR_LEFT)
    assert romans.refused(lost) == ("MEDECIN_TRAITANT_UNCHANGED", "change")
    assert romans.do(found)["reasons"] == ["has_medecin_traitant"]
    assert romans.refused(found) == ("MEDECIN_TRAITANT_UNCHANGED", "change")
    unexplained = RecordMedecinTraitant(patient_id, MedecinTraitantChange.LOST, TODAY)
    assert romans.refused(unexplained) == ("REASON_MISSING", "reason")
    late = RecordMedecinTraitant(patient_id, MedecinTraitantChange.LOST, TODAY + DAY)
    assert romans.refused(late) == ("CHANGE_IN_FUTURE", "on")
    assert romans.do(lost)["verdict"] == "eligible"
    (returned,) = romans.facts("patient_returned")
    assert returned.subject == romans.row(patient_id)["reference"]
    assert romans.row(patient_id)["no_medecin_traitant_reason"] is NoMedecinTraitantReason.DOCTOR_LEFT


def test_a_patient_exits_and_returns(romans: Patients) -> None:
    patient_id = romans.register()
    assert romans.refused(ReturnPatient(patient_id, TODAY)) == ("NOT_EXITED", "patient_id")
    assert romans.refused(ExitPatient(patient_id, TODAY - DAY, ExitReason.MOVED)) == (
        "CHANGE_BEFORE_REGISTRATION",
        "exited_on",
    )
    romans.do(ExitPatient(patient_id, TODAY, ExitReason.MOVED))
    assert romans.row(patient_id)["exit_reason"] is ExitReason.MOVED
    assert romans.refused(ExitPatient(patient_id, TODAY, ExitReason.LOST)) == ("ALREADY_EXITED", "patient_id")
    romans.do(ReturnPatient(patient_id, TODAY))
    kinds = ("patient_exited", "patient_returned")
    (exited,), (returned,) = (romans.facts(kind) for kind in kinds)
    assert exited.data == returned.data == {"month_on": TODAY.replace(day=1)}
    assert exited.subject == returned.subject == romans.row(patient_id)["reference"]


def test_files_are_merged_through_any_number_of_others_and_unmerged(romans: Patients) -> None:
    first, second, third = (romans.register(person(number)) for number in (31, 32, 33))
    assert romans.refused(MergePatients(first, first)) == ("MERGED_WITH_ITSELF", "merged_id")
    assert romans.refused(UnmergePatients(first)) == ("NOT_MERGED", "merged_id")
    assert romans.refused(MergePatients(NOBODY, first)) == ("PATIENT_UNKNOWN", "kept_id")
    assert romans.refused(MergePatients(first, NOBODY)) == ("PATIENT_UNKNOWN", "merged_id")
    romans.do(MergePatients(second, first))
    romans.do(MergePatients(third, second))
    with pytest.raises(ValueError, match=str(third)):
        romans.do(SeeProof(first))
    assert romans.refused(MergePatients(first, third)) == ("PATIENT_MERGED", "kept_id")
    assert romans.search(person(31).identity.birth_name) == []
    romans.do(UnmergePatients(first))
    assert romans.search(person(31).identity.birth_name) == [first]
    one, two, three = (romans.row(patient_id)["reference"] for patient_id in (first, second, third))
    merges = [(fact.subject, fact.data) for fact in romans.facts("patient_merged")]
    assert merges == [(two, {"merged": one}), (three, {"merged": two})]
    (unmerged,) = romans.facts("patient_unmerged")
    assert (unmerged.subject, unmerged.data) == (two, {"unmerged": one})


def test_who_was_never_cared_for_is_forgotten_at_once_with_the_files_merged_into_theirs(romans: Patients) -> None:
    first, second = romans.register(person(41)), romans.register(person(42))
    romans.do(MergePatients(first, second))
    outcome = romans.do(AnswerErasure(first))
    assert (outcome["answer"], outcome["retained_until_on"]) == ("purged", None)
    for patient_id in (first, second):
        row = romans.row(patient_id)
        assert (row["sealed_identity"], row["birth_year"], row["purged_on"]) == (None, None, TODAY)
    assert romans.identity(first) is None
    counts = row_counts(romans.runtime)
    assert (counts["patient_keys"], counts["patient_lookups"]) == (0, 0)
    assert len(romans.facts("erasure_answered")) == 2
    assert romans.row(first)["exit_reason"] is ExitReason.OWN_REQUEST
    assert romans.refused(AnswerErasure(first)) == ("PATIENT_PURGED", "patient_id")


def test_every_identity_is_sealed_with_a_key_of_its_own(romans: Patients) -> None:
    first, second = (romans.row(romans.register())["sealed_identity"] for _ in range(2))
    assert first != second
    assert row_counts(romans.runtime)["patient_keys"] == 2


def test_the_state_of_a_patient_names_nobody(romans: Patients) -> None:
    patient_id = romans.register(person(51))
    with Session(romans.runtime.database.reading) as session:
        state = patient_state(session, patient_id)
    assert state is not None
    assert (state.patient_id, state.consultations, state.declarations) == (patient_id, 0, 0)
    assert not {"birth_on", "birth_name", "phone", "ins", "sealed_identity"} & set(state.__slots__)
    assert romans.audited() == []


def declared(romans: Patients, patient_id: UUID) -> None:
    """A declaration in force, as the tables hold it."""
    declaration_id = uuid4()
    declaration = {
        "declaration_id": declaration_id,
        "version": 1,
        "patient_id": patient_id,
        "state": DeclarationState.FILED,
        "consent_needed": ConsentNeeded.NONE,
        "drafted_on": TODAY,
        "filed_on": TODAY,
        "presumed": False,
    }
    current = {"patient_id": patient_id, "declaration_id": declaration_id}
    with romans.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(declarations).values(declaration))
        connection.execute(sa.insert(current_declarations).values(current))


def test_two_files_that_are_both_declared_wait_for_the_end_of_one_declaration(romans: Patients) -> None:
    first, second, third = (romans.register(person(number)) for number in (61, 62, 63))
    declared(romans, first)
    declared(romans, third)
    romans.do(MergePatients(second, first))
    assert romans.refused(MergePatients(second, third)) == ("BOTH_DECLARED", "merged_id")
    assert romans.refused(MergePatients(third, second)) == ("BOTH_DECLARED", "merged_id")


def test_who_was_cared_for_is_told_until_when_the_record_is_kept_and_why(romans: Patients) -> None:
    first, second = romans.register(person(71)), romans.register(person(72))
    declared(romans, second)
    romans.do(MergePatients(first, second))
    before = romans.row(first)["sealed_identity"]
    outcome = romans.do(AnswerErasure(first))
    assert (outcome["answer"], outcome["retained_until_on"]) == ("retained", "2043-11-06")
    assert "RGPD" in outcome["ground"]
    assert romans.row(first)["sealed_identity"] == before
    assert romans.identity(second) is not None
    (told,) = romans.facts("erasure_answered")
    assert told.data == {"answer": "retained"}
    romans.on(date(2043, 11, 6))
    assert romans.do(AnswerErasure(first))["answer"] == "purged"
    assert romans.identity(second) is None
