"""Commands of the permanence from end to end on SQLite: outcome, rows, facts in the outbox, and what stays secret."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from chassis.core.errors import CommandReused
from chassis.core.keyring import SealBroken
from chassis.core.runtime import Runtime
from permanence.commands.patients import RegisterPatient, RegisterPatientOutcome
from permanence.domain.patient import rules
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.rules import RuleBroken
from permanence.manifest import MANIFEST
from permanence.store.identities import IDENTITY, PATIENT_KEY, PatientKey
from support.changed import changed
from support.recorded import facts, files, row_counts, rows
from support.runtimes import KEYRING, an_antenna, sqlite_runtime

TODAY = date(2023, 11, 6)
BIRTH_CANARY = date(1931, 7, 13)
REGISTER = RegisterPatient(
    registered_on=date(2023, 10, 30),
    identity=IdentityGiven(BIRTH_CANARY),
    commune="26281",
    ald=True,
    no_medecin_traitant_reason=NoMedecinTraitantReason.DOCTOR_RETIRED,
)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Runtime]:
    runtime = sqlite_runtime(tmp_path, MANIFEST)
    yield runtime
    runtime.database.close()


def register(runtime: Runtime, command: RegisterPatient = REGISTER) -> UUID:
    registered: RegisterPatientOutcome = execute(runtime, command, uuid4())
    return registered.patient_id


def test_registering_answers_the_patients_reference_and_tells_one_fact(romans: Runtime) -> None:
    command_id = uuid4()
    outcome = execute(romans, REGISTER, command_id)
    patient_id = outcome.patient_id
    assert outcome.verdict == "eligible"
    (fact,) = facts(romans)
    (patient,) = rows(romans, "patients")
    assert (fact.type, fact.sequence) == ("permanence.patient_registered.v2", 1)
    assert (fact.source, fact.antenna, fact.data) == ("/romans/permanence", "romans", {"month_on": date(2023, 10, 1)})
    assert (patient["patient_id"], patient["reference"]) == (patient_id, fact.subject)
    assert (patient["commune"], patient["age_band"], patient["ald"]) == ("26281", "90+", True)


def test_no_fact_of_a_patient_names_care_s_reference_nor_the_command_that_led_to_it(romans: Runtime) -> None:
    command_id = uuid4()
    patient_id = execute(romans, REGISTER, command_id).patient_id
    (row,) = rows(romans, "outbox")
    assert str(patient_id).encode() not in row["body"]
    assert str(command_id).encode() not in row["body"]
    assert row["causation_id"] == command_id, "the trace finds it here"


def test_no_fact_holds_a_birth_date_or_the_sealed_identity(romans: Runtime) -> None:
    register(romans)
    bodies = b"\n".join(row["body"] for row in rows(romans, "outbox"))
    assert bodies.count(b'"permanence.patient_registered.v2"') == 1
    (patient,) = rows(romans, "patients")
    sealed: bytes = patient["sealed_identity"]
    for secret in ("1931-07-13", "13/07/1931", "19310713", "birth", sealed.hex()):
        assert secret.encode() not in bodies.lower()


def test_an_identity_can_be_read_with_the_key_and_not_in_the_files(romans: Runtime) -> None:
    register(romans)
    (patient,) = rows(romans, "patients")
    (kept_key,) = rows(romans, "patient_keys")
    key = PatientKey(KEYRING.unseal(PATIENT_KEY, kept_key["sealed_key"]))
    assert key.open(patient["sealed_identity"]) == IdentityGiven(BIRTH_CANARY).checked()
    with pytest.raises(SealBroken):
        KEYRING.unseal(IDENTITY, patient["sealed_identity"])
    kept = files(romans)
    assert {path.suffix for path in kept} >= {".db", ".db-wal"}
    written = b"".join(kept.values())
    assert b"2023-10-30" in written, "the search must be able to find a date that is kept in clear"
    assert b"1931-07-13" not in written


def test_the_same_identity_sealed_twice_looks_different(romans: Runtime) -> None:
    register(romans)
    register(romans)
    first, second = rows(romans, "patients")
    assert first["sealed_identity"] != second["sealed_identity"]


REFUSED: list[tuple[type[RuleBroken], dict[str, Any]]] = [
    (rules.CommuneUnknown, {"commune": "26999"}),
    (rules.RegisteredInFuture, {"registered_on": date(2023, 11, 7)}),
    (rules.RegisteredBeforeOpening, {"registered_on": date(2023, 9, 3)}),
    (rules.BirthInFuture, {"birth_on": date(2023, 10, 31)}),
    (rules.BirthTooLongAgo, {"birth_on": date(1897, 10, 30)}),
]


@pytest.mark.parametrize(("rule", "change"), REFUSED, ids=lambda value: getattr(value, "code", ""))
def test_a_refused_registration_writes_nothing(romans: Runtime, rule: type[RuleBroken], change: dict[str, Any]) -> None:
    with pytest.raises(rule):
        execute(romans, changed(REGISTER, **change), uuid4())
    assert not any(row_counts(romans).values())


def test_the_first_and_the_last_possible_days_are_those_of_the_antenna_and_the_clock(romans: Runtime) -> None:
    for day in (date(2023, 9, 4), TODAY):
        register(romans, changed(REGISTER, registered_on=day))
    assert [row["registered_on"] for row in rows(romans, "patients")] == [date(2023, 9, 4), TODAY]


def test_a_permanence_younger_than_its_antenna_has_a_first_day_of_its_own(tmp_path: Path) -> None:
    opened_on = {"opened_on": date(2023, 10, 2)}
    romans = sqlite_runtime(tmp_path, MANIFEST, antenna=an_antenna(parameters={"permanence": opened_on}))
    with pytest.raises(rules.RegisteredBeforeOpening):
        register(romans, changed(REGISTER, registered_on=date(2023, 10, 1)))
    register(romans, changed(REGISTER, registered_on=date(2023, 10, 2)))
    romans.database.close()


def test_the_same_command_twice_is_one_patient_and_one_fact(romans: Runtime) -> None:
    command_id = uuid4()
    first = execute(romans, REGISTER, command_id)
    assert execute(romans, replace(REGISTER), command_id) == first
    assert {name: count for name, count in row_counts(romans).items() if count} == {
        "commands": 1,
        "outbox": 1,
        "patient_keys": 1,
        "patient_lookups": 1,
        "patients": 1,
    }


def test_the_same_content_under_two_commands_is_two_patients(romans: Runtime) -> None:
    assert register(romans) != register(romans)
    assert len(facts(romans)) == 2


def test_another_content_under_a_used_command_id_is_refused_and_writes_nothing(romans: Runtime) -> None:
    command_id = uuid4()
    execute(romans, REGISTER, command_id)
    before = row_counts(romans)
    with pytest.raises(CommandReused):
        execute(romans, changed(REGISTER, ald=False), command_id)
    assert row_counts(romans) == before


def test_a_refused_command_may_be_sent_again_corrected_under_the_same_id(romans: Runtime) -> None:
    command_id = uuid4()
    with pytest.raises(rules.CommuneUnknown):
        execute(romans, changed(REGISTER, commune="26999"), command_id)
    execute(romans, REGISTER, command_id)
    assert len(facts(romans)) == 1
