"""Commands of the permanence from end to end on SQLite: outcome, rows, facts in the outbox, and what stays secret."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from chassis.core.errors import CommandReused
from chassis.core.runtime import Runtime
from permanence.commands.acts import HoldConsultation
from permanence.commands.declarations import FileDeclaration
from permanence.commands.patients import RegisterPatient
from permanence.domain import rules
from permanence.domain.declaration import Channel
from permanence.domain.patient import NoMedecinTraitantReason
from permanence.domain.practitioner import PractitionerKind
from permanence.handlers.patients import IDENTITY
from permanence.manifest import MANIFEST
from support.recorded import facts, files, row_counts, rows
from support.runtimes import KEYRING, an_antenna, sqlite_runtime

TODAY = date(2023, 11, 6)
BIRTH_CANARY = date(1931, 7, 13)
RPPS_CANARY = "10005173140"
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
REGISTER = RegisterPatient(
    registered_on=date(2023, 10, 30),
    birth_on=BIRTH_CANARY,
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
    return UUID(execute(runtime, command, uuid4())["patient_id"])


def a_consultation(patient_id: UUID) -> HoldConsultation:
    return HoldConsultation(patient_id, TODAY, "10 005 173 140", PractitionerKind.SASPAS_INTERN)


def a_declaration(patient_id: UUID) -> FileDeclaration:
    return FileDeclaration(patient_id, TODAY, RPPS_CANARY, PractitionerKind.SALARIED_GP, Channel.PAPER)


def test_registering_answers_the_patients_reference_and_tells_one_fact(romans: Runtime) -> None:
    command_id = uuid4()
    outcome = execute(romans, REGISTER, command_id)
    patient_id = UUID(outcome["patient_id"])
    assert list(outcome) == ["patient_id"]
    (fact,) = facts(romans)
    assert (fact.type, fact.subject, fact.sequence) == ("permanence.patient_registered.v1", patient_id, 1)
    assert (fact.source, fact.antenna, fact.causationid) == ("/romans/permanence", "romans", command_id)
    assert fact.data == {
        "patient_id": patient_id,
        "registered_on": date(2023, 10, 30),
        "age_band": "90+",
        "commune": "26281",
        "ald": True,
        "no_medecin_traitant_reason": "doctor_retired",
    }


def test_a_consultation_is_an_aggregate_of_its_own_and_tells_one_fact(romans: Runtime) -> None:
    patient_id = register(romans)
    consultation_id = UUID(execute(romans, a_consultation(patient_id), uuid4())["consultation_id"])
    _, fact = facts(romans)
    assert (fact.type, fact.subject, fact.sequence) == ("permanence.consultation_held.v1", consultation_id, 1)
    assert fact.data == {
        "consultation_id": consultation_id,
        "patient_id": patient_id,
        "held_on": TODAY,
        "practitioner_kind": "saspas_intern",
    }


def test_a_declaration_is_an_aggregate_of_its_own_and_tells_one_fact(romans: Runtime) -> None:
    patient_id = register(romans)
    declaration_id = UUID(execute(romans, a_declaration(patient_id), uuid4())["declaration_id"])
    _, fact = facts(romans)
    assert (fact.type, fact.subject, fact.sequence) == ("permanence.declaration_filed.v1", declaration_id, 1)
    assert fact.data == {
        "declaration_id": declaration_id,
        "patient_id": patient_id,
        "filed_on": TODAY,
        "channel": "paper",
        "ald": True,
    }


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({}, {"epci": "200068781"}),
        ({"commune_told_from_inhabitants": 201}, {"epci": "200068781"}),
        ({"commune_told_from_inhabitants": 200}, {"commune": "26068"}),
    ],
)
def test_the_fact_names_the_place_that_the_antenna_allows(
    tmp_path: Path, parameters: Mapping[str, int], told: dict[str, str]
) -> None:
    antenna = an_antenna(parameters={"permanence": parameters})
    runtime = sqlite_runtime(tmp_path, MANIFEST, antenna=antenna)
    register(runtime, replace(REGISTER, commune="26068"))
    (fact,) = facts(runtime)
    assert {name: fact.data[name] for name in ("commune", "epci") if name in fact.data} == told
    assert [row["commune"] for row in rows(runtime, "patients")] == ["26068"]
    runtime.database.close()


def test_no_fact_holds_a_birth_date_an_rpps_number_or_the_sealed_identity(romans: Runtime) -> None:
    patient_id = register(romans)
    execute(romans, a_consultation(patient_id), uuid4())
    execute(romans, a_declaration(patient_id), uuid4())
    bodies = b"\n".join(row["body"] for row in rows(romans, "outbox"))
    assert bodies.count(b'"patient_id"') == 3
    (patient,) = rows(romans, "patients")
    sealed: bytes = patient["sealed_identity"]
    for secret in ("1931-07-13", "13/07/1931", "19310713", "birth", RPPS_CANARY, "rpps", sealed.hex()):
        assert secret.encode() not in bodies.lower()


def test_an_identity_can_be_read_with_the_key_and_not_in_the_files(romans: Runtime) -> None:
    patient_id = register(romans)
    execute(romans, a_consultation(patient_id), uuid4())
    (patient,) = rows(romans, "patients")
    assert json.loads(KEYRING.unseal(IDENTITY, patient["sealed_identity"])) == {"birth_on": "1931-07-13"}
    kept = files(romans)
    assert {path.suffix for path in kept} >= {".db", ".db-wal"}
    written = b"".join(kept.values())
    assert b"2023-10-30" in written, "the search must be able to find a date that is kept in clear"
    for secret in (b"1931-07-13", b"birth_on"):
        assert secret not in written


def test_the_same_identity_sealed_twice_looks_different(romans: Runtime) -> None:
    register(romans)
    register(romans)
    first, second = rows(romans, "patients")
    assert first["sealed_identity"] != second["sealed_identity"]


REFUSED: list[tuple[type[rules.RuleBroken], dict[str, Any]]] = [
    (rules.CommuneUnknown, {"commune": "26999"}),
    (rules.RegisteredInFuture, {"registered_on": date(2023, 11, 7)}),
    (rules.RegisteredBeforeOpening, {"registered_on": date(2023, 9, 3)}),
    (rules.BirthInFuture, {"birth_on": date(2023, 10, 31)}),
    (rules.BirthTooLongAgo, {"birth_on": date(1897, 10, 30)}),
]


@pytest.mark.parametrize(("rule", "change"), REFUSED, ids=lambda value: getattr(value, "code", ""))
def test_a_refused_registration_writes_nothing(
    romans: Runtime, rule: type[rules.RuleBroken], change: dict[str, Any]
) -> None:
    with pytest.raises(rule):
        execute(romans, replace(REGISTER, **change), uuid4())
    assert not any(row_counts(romans).values())


def test_the_first_and_the_last_possible_days_are_those_of_the_antenna_and_the_clock(romans: Runtime) -> None:
    for day in (date(2023, 9, 4), TODAY):
        register(romans, replace(REGISTER, registered_on=day))
    assert [fact.data["registered_on"] for fact in facts(romans)] == [date(2023, 9, 4), TODAY]


def test_a_permanence_younger_than_its_antenna_has_a_first_day_of_its_own(tmp_path: Path) -> None:
    opened_on = {"opened_on": date(2023, 10, 2)}
    romans = sqlite_runtime(tmp_path, MANIFEST, antenna=an_antenna(parameters={"permanence": opened_on}))
    with pytest.raises(rules.RegisteredBeforeOpening):
        register(romans, replace(REGISTER, registered_on=date(2023, 10, 1)))
    register(romans, replace(REGISTER, registered_on=date(2023, 10, 2)))
    romans.database.close()


@pytest.mark.parametrize("refused", [a_consultation(NOBODY), a_declaration(NOBODY)])
def test_an_act_for_an_unknown_patient_is_refused_and_writes_nothing(romans: Runtime, refused: object) -> None:
    register(romans)
    before = row_counts(romans)
    with pytest.raises(rules.PatientUnknown):
        execute(romans, refused, uuid4())
    assert row_counts(romans) == before


def test_an_act_that_breaks_a_rule_is_refused_and_writes_nothing(romans: Runtime) -> None:
    patient_id = register(romans)
    before = row_counts(romans)
    with pytest.raises(rules.HeldBeforeRegistration):
        execute(romans, replace(a_consultation(patient_id), held_on=date(2023, 10, 29)), uuid4())
    with pytest.raises(rules.PractitionerMayNotBeDeclared):
        execute(romans, replace(a_declaration(patient_id), practitioner_kind=PractitionerKind.LOCUM), uuid4())
    assert row_counts(romans) == before


def test_the_same_command_twice_is_one_patient_and_one_fact(romans: Runtime) -> None:
    command_id = uuid4()
    first = execute(romans, REGISTER, command_id)
    assert execute(romans, replace(REGISTER), command_id) == first
    assert {name: count for name, count in row_counts(romans).items() if count} == {
        "commands": 1,
        "outbox": 1,
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
        execute(romans, replace(REGISTER, ald=False), command_id)
    assert row_counts(romans) == before


def test_a_refused_command_may_be_sent_again_corrected_under_the_same_id(romans: Runtime) -> None:
    command_id = uuid4()
    with pytest.raises(rules.CommuneUnknown):
        execute(romans, replace(REGISTER, commune="26999"), command_id)
    execute(romans, REGISTER, command_id)
    assert len(facts(romans)) == 1
