"""Commands of the permanence on a migrated PostgreSQL database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
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
from permanence.domain.declaration.state import Channel
from permanence.domain.patient import rules
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.manifest import MANIFEST
from support.permanence.permanence_commands import A_MONDAY, PermanenceCommands
from support.permanence.permanence_places import RPPS
from support.recorded import facts, row_counts
from support.runtimes import KEYRING, an_antenna, instance_of
from support.servers import Servers

REGISTER = RegisterPatient(A_MONDAY, IdentityGiven(date(1931, 7, 13)), "26068", True, NoMedecinTraitantReason.NEWCOMER)


@pytest.fixture
def romans(servers: Servers) -> Iterator[PermanenceCommands]:
    database = Database(servers.database())
    migrate(instance_of(database, MANIFEST))
    clock = SetClock(datetime.combine(A_MONDAY, time(9), UTC))
    yield PermanenceCommands(Runtime(MANIFEST, an_antenna(), database, KEYRING, clock))
    database.close()


def test_a_patient_is_registered_seen_and_declared(romans: PermanenceCommands) -> None:
    romans.employ()
    patient_id = UUID(romans.do(REGISTER)["patient_id"])
    romans.do(HoldConsultation(patient_id, A_MONDAY, RPPS[0]))
    romans.do(FileDeclaration(patient_id, A_MONDAY, RPPS[:1], Channel.ONLINE))
    told = [(fact.type, fact.sequence) for fact in facts(romans.runtime) if "practitioner" not in fact.type]
    # Drafted, signed and filed at once: it tells that it was filed, and that is one version.
    assert told == [
        ("permanence.patient_registered.v2", 1),
        ("permanence.consultation_held.v2", 1),
        ("permanence.declaration_filed.v2", 1),
    ]


def test_a_repeated_or_refused_command_writes_nothing_more(romans: PermanenceCommands) -> None:
    command_id = uuid4()
    first = execute(romans.runtime, REGISTER, command_id)
    before = row_counts(romans.runtime)
    assert execute(romans.runtime, REGISTER, command_id) == first
    with pytest.raises(rules.PatientUnknown):
        romans.do(HoldConsultation(uuid4(), A_MONDAY, RPPS[0]))
    assert row_counts(romans.runtime) == before
