"""Commands of the permanence on a migrated PostgreSQL database."""

import json
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
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
from support.recorded import facts, row_counts, rows
from support.runtimes import A_DAY, KEYRING, an_antenna
from support.servers import Servers

TODAY = date(2023, 11, 6)
RPPS = "10005173140"
REGISTER = RegisterPatient(TODAY, date(1931, 7, 13), "26068", True, NoMedecinTraitantReason.NEWCOMER)


@pytest.fixture
def romans(servers: Servers) -> Iterator[Runtime]:
    database = Database(servers.database())
    migrate(database.engine, MANIFEST.migrations)
    yield Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(A_DAY))
    database.close()


def test_a_patient_is_registered_seen_and_declared(romans: Runtime) -> None:
    patient_id = UUID(execute(romans, REGISTER, uuid4())["patient_id"])
    execute(romans, HoldConsultation(patient_id, TODAY, RPPS, PractitionerKind.RETIRED_GP), uuid4())
    execute(romans, FileDeclaration(patient_id, TODAY, RPPS, PractitionerKind.RETIRED_GP, Channel.ONLINE), uuid4())
    assert [(fact.type, fact.sequence) for fact in facts(romans)] == [
        ("permanence.patient_registered.v1", 1),
        ("permanence.consultation_held.v1", 1),
        ("permanence.declaration_filed.v1", 1),
    ]
    assert facts(romans)[0].data["epci"] == "200068781"
    (patient,) = rows(romans, "patients")
    assert json.loads(KEYRING.unseal(IDENTITY, bytes(patient["sealed_identity"]))) == {"birth_on": "1931-07-13"}


def test_a_repeated_or_refused_command_writes_nothing_more(romans: Runtime) -> None:
    command_id = uuid4()
    first = execute(romans, REGISTER, command_id)
    before = row_counts(romans)
    assert execute(romans, REGISTER, command_id) == first
    with pytest.raises(rules.PatientUnknown):
        execute(romans, HoldConsultation(uuid4(), TODAY, RPPS, PractitionerKind.LOCUM), uuid4())
    assert row_counts(romans) == before
