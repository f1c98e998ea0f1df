"""Sites and practitioners on migrated databases: keys that the database itself guards, and people who ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from permanence.commands.practitioners import EmployPractitioner, StartPlacement
from permanence.commands.sessions import OpenSession
from permanence.commands.sites import CloseSite, DecideClosure, OpenConsultingRoom
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.rules import RuleBroken
from permanence.manifest import MANIFEST
from permanence.store.practitioners import placements, practitioners
from permanence.store.sites import consulting_rooms, sites
from support import pace
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite
from support.permanence.permanence_commands import A_MONDAY, OPENING, ROOM, PermanenceCommands
from support.permanence.permanence_places import OPENED_ON, RPPS, SITE
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, instance_of

DAY = timedelta(days=1)


class PlacesBehaviour:
    @pytest.fixture
    def romans(self, new_database: NewDatabase) -> PermanenceCommands:
        database: Database = new_database()
        migrate(instance_of(database, MANIFEST))
        clock = SetClock(datetime(2024, 3, 4, 9, tzinfo=UTC))
        return PermanenceCommands(Runtime(MANIFEST, an_antenna(), database, KEYRING, clock))

    def test_the_database_refuses_a_second_site_room_or_professional_of_one_name(
        self, romans: PermanenceCommands
    ) -> None:
        romans.open_site()
        romans.employ()
        for table, key in (
            (sites, "site_id"),
            (consulting_rooms, "room_id"),
            (practitioners, "practitioner_id"),
        ):
            same = {**rows(romans.runtime, table.name)[0], key: uuid4()}
            with pytest.raises(IntegrityError), romans.runtime.database.engine.begin() as connection:
                connection.execute(sa.insert(table), same)

    def test_the_database_refuses_a_placement_of_nobody(self, romans: PermanenceCommands) -> None:
        row = {
            "placement_id": uuid4(),
            "version": 1,
            "practitioner_id": uuid4(),
            "starts_on": OPENED_ON,
            "ends_on": A_MONDAY,
            "supervisors": (),
            "sites": (),
        }
        with pytest.raises(IntegrityError), romans.runtime.database.engine.begin() as connection:
            connection.execute(sa.insert(placements), row)

    def test_of_several_who_employ_one_person_one_does(self, romans: PermanenceCommands) -> None:
        hiring = EmployPractitioner(RPPS[0], "Dr Exemple", PractitionerKind.RETIRED_GP, "Oxance", OPENED_ON, 4)
        assert together(romans, *[hiring] * 6) == ["RPPS_TAKEN"] * 5 + ["done"]
        assert len(romans.facts("practitioner_joined")) == 1

    def test_of_several_placements_of_one_intern_one_starts(self, romans: PermanenceCommands) -> None:
        romans.open_site()
        supervisor = romans.employ(msu_from=OPENED_ON)
        intern = romans.employ(PractitionerKind.SASPAS_INTERN, RPPS[1])
        asked = [
            StartPlacement(intern, OPENED_ON + number * DAY, date(2024, 5, 2), (supervisor,), (SITE,))
            for number in range(6)
        ]
        assert together(romans, *asked) == ["PLACEMENT_OVERLAP"] * 5 + ["done"]

    def test_of_several_who_open_a_site_or_a_room_one_does(self, romans: PermanenceCommands) -> None:
        assert together(romans, *[OPENING] * 4) == ["SITE_CODE_TAKEN"] * 3 + ["done"]
        room = OpenConsultingRoom(SITE, "cabinet-3", "Cabinet 3", A_MONDAY)
        assert together(romans, *[room] * 4) == ["ROOM_CODE_TAKEN"] * 3 + ["done"]

    def test_no_session_is_left_planned_in_a_site_that_shuts_meanwhile(self, romans: PermanenceCommands) -> None:
        romans.open_site()
        practitioner_id: UUID = romans.employ()
        session = OpenSession(SITE, ROOM, practitioner_id, A_MONDAY + DAY, 510, 570, 20)
        closing: tuple[Any, ...] = (
            DecideClosure(SITE, A_MONDAY + DAY, A_MONDAY + 2 * DAY, "travaux"),
            CloseSite(SITE, A_MONDAY + DAY),
        )
        told = together(romans, session, *closing)
        assert "done" in told
        planned = [row for row in rows(romans.runtime, "sessions") if row["state"] == "planned"]
        (site,) = rows(romans.runtime, "sites")
        assert not (planned and (site["closures"] or site["closed_on"]))


class TestOnSQLite(OnSQLite, PlacesBehaviour): ...


class TestOnPostgreSQL(OnPostgreSQL, PlacesBehaviour): ...


def together(romans: PermanenceCommands, *commands: object) -> list[str]:
    """What each of several people who give a command at once is answered: done, or the rule; done comes last."""
    begun = Barrier(len(commands))

    def give(command: object) -> str:
        begun.wait(timeout=pace.patience())
        try:
            romans.do(command)
        except RuleBroken as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(len(commands)) as people:
        return sorted(people.map(give, commands))
