"""Declarations on migrated databases: several people who file for one patient, or depart a doctor, at once."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from permanence.commands.acts import HoldConsultation
from permanence.commands.declarations import DraftDeclaration, FileDeclaration
from permanence.commands.departures import DepartPractitioner
from permanence.commands.patients import RegisterPatient
from permanence.domain.declaration.state import Channel
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.rules import RuleBroken
from permanence.manifest import MANIFEST
from permanence.store.acts import acts
from permanence.store.declarations import current_declarations
from support import pace
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite
from support.permanence.permanence_commands import A_MONDAY, PermanenceCommands
from support.permanence.permanence_places import RPPS
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, instance_of

RACERS, ROUNDS = 8, 10
DOCTOR, COLLEAGUE = RPPS[:2]
WON = "won"


class DeclarationsBehaviour:
    @pytest.fixture
    def romans(self, new_database: NewDatabase) -> PermanenceCommands:
        database = new_database()
        migrate(instance_of(database, MANIFEST))
        romans = PermanenceCommands(_runtime(database))
        romans.employ(rpps=DOCTOR)
        romans.employ(rpps=COLLEAGUE)
        return romans

    @pytest.fixture
    def racers(self, romans: PermanenceCommands) -> Iterator[Sequence[Runtime]]:
        """One a racer, with its own connections."""
        address = romans.runtime.database.url.render_as_string(hide_password=False)
        own = [_runtime(Database(address)) for _ in range(RACERS)]
        yield own
        for one in own:
            one.database.close()

    def test_of_those_who_file_for_one_patient_at_once_one_succeeds(
        self, romans: PermanenceCommands, racers: Sequence[Runtime]
    ) -> None:
        for _ in range(ROUNDS):
            patient_id = _patient(romans)
            ended = _race(racers, partial(_file, patient_id=patient_id))
            assert ended == {WON: 1, "DECLARATION_EXISTS": RACERS - 1}
        assert _states(romans) == {"active": ROUNDS}

    def test_of_those_who_replace_one_patient_s_declaration_at_once_one_is_left_current(
        self, romans: PermanenceCommands, racers: Sequence[Runtime]
    ) -> None:
        for _ in range(ROUNDS):
            patient_id = _patient(romans)
            ended = _race(racers, partial(_file, patient_id=patient_id, replaces=True))
            assert ended == {WON: RACERS}
        assert _states(romans) == {"active": ROUNDS, "ended": ROUNDS * (RACERS - 1)}
        assert len(romans.facts("declaration_ended")) == ROUNDS * (RACERS - 1)
        assert len(rows(romans.runtime, "current_declarations")) == ROUNDS

    def test_nobody_is_left_declared_to_a_doctor_who_departs_meanwhile(
        self, romans: PermanenceCommands, racers: Sequence[Runtime]
    ) -> None:
        doctor = romans.employ(rpps="10100000016")
        patients = [_patient(romans) for _ in racers]

        def race(own: Runtime) -> str:
            if own is racers[0]:
                execute(own, DepartPractitioner(doctor, A_MONDAY), uuid4())
                return "departed"
            return _file(own, patients[racers.index(own)], "10100000016")

        ended = _race(racers, race)
        assert ended["departed"] == 1
        assert ended[WON] + ended["PRACTITIONER_NOT_THERE"] == RACERS - 1
        assert rows(romans.runtime, "current_declarations") == []
        assert len(romans.facts("declaration_ended")) == ended[WON]
        assert len(romans.facts("patient_returned")) == ended[WON]

    def test_the_database_refuses_a_second_current_declaration_and_a_second_act_of_an_appointment(
        self, romans: PermanenceCommands
    ) -> None:
        patient_id = _patient(romans)
        romans.do(FileDeclaration(patient_id, A_MONDAY, (DOCTOR,), Channel.PAPER))
        drafted = romans.do(DraftDeclaration(patient_id, (DOCTOR,), A_MONDAY))
        romans.do(HoldConsultation(patient_id, A_MONDAY, DOCTOR))
        (act,) = rows(romans.runtime, "acts")
        engine = romans.runtime.database.engine
        second = {"patient_id": patient_id, "declaration_id": UUID(drafted["declaration_id"])}
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sa.insert(current_declarations).values(second))
        twice = [{**act, "act_id": uuid4(), "appointment_id": UUID(int=7)} for _ in range(2)]
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sa.insert(acts), twice)


def _runtime(database: Database) -> Runtime:
    clock = SetClock(datetime(A_MONDAY.year, A_MONDAY.month, A_MONDAY.day, 9, tzinfo=UTC))
    return Runtime(MANIFEST, an_antenna(), database, KEYRING, clock)


def _patient(romans: PermanenceCommands) -> UUID:
    person = RegisterPatient(
        A_MONDAY, IdentityGiven(date(1950, 6, 30)), "26281", True, NoMedecinTraitantReason.DOCTOR_RETIRED
    )
    return UUID(romans.do(person)["patient_id"])


def _file(own: Runtime, patient_id: UUID, rpps: str = DOCTOR, *, replaces: bool = False) -> str:
    try:
        execute(own, FileDeclaration(patient_id, A_MONDAY, (rpps,), Channel.ONLINE, replaces=replaces), uuid4())
    except RuleBroken as rule:
        return rule.code
    return WON


def _race(racers: Sequence[Runtime], act: Callable[[Runtime], str]) -> Counter[str]:
    """How each ended; all begin together."""
    together = Barrier(len(racers), timeout=pace.patience())

    def run(own: Runtime) -> str:
        together.wait()
        return act(own)

    with ThreadPoolExecutor(len(racers)) as threads:
        return Counter(threads.map(run, racers))


def _states(romans: PermanenceCommands) -> Counter[str]:
    return Counter(str(row["state"]) for row in rows(romans.runtime, "declarations"))


class TestOnSQLite(OnSQLite, DeclarationsBehaviour): ...


class TestOnPostgreSQL(OnPostgreSQL, DeclarationsBehaviour): ...
