"""The desk of a permanence on a Monday morning: three practitioners, people expected, others who wait, a browser."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.antenna import Antenna
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from chassis.http.app import create_app
from kernel.flat import composed
from permanence.commands.patients import RegisterPatient
from permanence.commands.practitioners import AgreeMSU
from permanence.commands.sessions import OpenSession
from permanence.commands.sites import OpenSite, RoomAsked
from permanence.commands.waiting_list import JoinWaitingList
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.site.opening_hours import OpenHours
from permanence.manifest import MANIFEST
from support.browser import Browser
from support.http_app import Web
from support.permanence.permanence_agenda import MONDAY, MORNING, OPENED_ON, SITE, Agenda
from support.permanence.permanence_patients import RULE
from support.runtimes import an_antenna, instance_of, sqlite_runtime

ANTENNA = an_antenna(parameters={"permanence": {"eligibility": [RULE]}})
_FILE = "permanence_romans.db"
FRIDAY = MONDAY - timedelta(days=3)
MARTIN, NGUYEN, LEROY = "Dr Martin", "Dr Nguyen", "Mme Leroy, interne"
# Invented: trees of the Drôme for families, their numbers for phones.
FAMILIES = (
    ("Abricotier", "Jeanne"), ("Bouleau", "Robert"), ("Cèdre", "Simone"), ("Chêne", "Ahmed"), ("Cormier", "Lucienne"),
    ("Cyprès", "Marcel"), ("Érable", "Odette"), ("Figuier", "Henri"), ("Frêne", "Fatima"), ("Genêt", "Paulette"),
    ("Hêtre", "Georges"), ("Laurier", "Yvonne"), ("Mélèze", "René"), ("Micocoulier", "Monique"), ("Mûrier", "Andrée"),
    ("Noyer", "Maurice"), ("Olivier", "Denise"), ("Orme", "Roger"), ("Peuplier", "Ginette"), ("Pin", "Claude"),
    ("Platane", "Suzanne"), ("Prunier", "Bernard"), ("Saule", "Colette"), ("Sorbier", "Aïcha"), ("Tilleul", "Gaston"),
)  # fmt: skip


@dataclass
class PermanenceDesk:
    """Commands go to the runtime; pages are read as somebody who is signed in."""

    web: Web
    agenda: Agenda
    practitioners: dict[str, UUID] = field(default_factory=dict)
    sessions: dict[str, UUID] = field(default_factory=dict)
    patients: dict[str, UUID] = field(default_factory=dict)

    @property
    def runtime(self) -> Runtime:
        return self.agenda.runtime

    def signed_in(self, role: str = "secretary", person: str = "c.secretaire") -> Browser:
        return Browser(self.web).signed_in(role=role, person=person, days=30, now=self.runtime.clock.now())

    def register(self, number: int, **changes: Any) -> UUID:
        """The person of that number; returns the reference, kept under the family name too."""
        family, given = FAMILIES[number]
        known: Mapping[str, Any] = {
            "registered_on": FRIDAY,
            "birth_on": date(1936 + number % 25, 1 + number % 12, 1 + number),
            "commune": "26281",
            "ald": False,
            "no_medecin_traitant_reason": NoMedecinTraitantReason.DOCTOR_RETIRED,
            "birth_name": family,
            "given_names": given,
            "phone": f"06990000{number:02d}",
        }
        outcome = self.agenda.do(composed(RegisterPatient, {**known, **changes}))
        self.patients[family] = UUID(outcome["patient_id"])
        return self.patients[family]

    def open(self, who: str, day: date, hours: tuple[int, int, int] = MORNING) -> UUID:
        """A session in the room of the practitioner."""
        room = f"cabinet-{list(self.practitioners).index(who) + 1}"
        outcome = self.agenda.do(OpenSession(SITE, room, self.practitioners[who], day, *hours))
        return UUID(outcome["session_id"])

    def audited(self) -> list[tuple[str, str, str]]:
        """Who read whom, by which action."""
        columns = tables.audit.c.person, tables.audit.c.action, tables.audit.c.object
        with self.runtime.database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(tables.audit.c.at))]


@contextmanager
def permanence_desk(directory: Path, **parameters: Any) -> Iterator[PermanenceDesk]:
    """At eight on a Monday morning; nobody has come yet. Made once: tests have copies of it.

    `parameters` are the antenna's own.
    """
    content, made = _made()
    (directory / _FILE).write_bytes(content)
    antenna = an_antenna(parameters={"permanence": {"eligibility": [RULE], **parameters}})
    with _opened(directory, antenna) as desk:
        desk.practitioners, desk.sessions, desk.patients = dict(made[0]), dict(made[1]), dict(made[2])
        desk.agenda.at(MONDAY, 8)
        yield desk


@cache
def _made() -> tuple[bytes, tuple[dict[str, UUID], dict[str, UUID], dict[str, UUID]]]:
    with TemporaryDirectory() as folder:
        directory = Path(folder)
        database = Database(f"sqlite+pysqlite:///{directory / _FILE}")
        migrate(instance_of(database, MANIFEST))  # or a server would wait for it
        database.close()
        with _opened(directory) as desk:
            _prepare(desk)
        return (directory / _FILE).read_bytes(), (desk.practitioners, desk.sessions, desk.patients)


@contextmanager
def _opened(directory: Path, antenna: Antenna = ANTENNA) -> Iterator[PermanenceDesk]:
    runtime = sqlite_runtime(directory, MANIFEST, antenna=antenna)
    try:
        yield PermanenceDesk(Web(create_app(runtime), runtime, "secretary"), Agenda(runtime))
    finally:
        runtime.database.close()


def _prepare(desk: PermanenceDesk) -> None:
    agenda = desk.agenda
    agenda.at(FRIDAY, 9)
    rooms = tuple(RoomAsked(f"cabinet-{number}", f"Cabinet {number}") for number in (1, 2, 3))
    week = tuple(OpenHours(weekday, 8 * 60, 20 * 60) for weekday in range(5))
    agenda.do(OpenSite(SITE, "Pôle santé Pouchelon", "26281", OPENED_ON, rooms, week, phone="04 75 00 00 00"))
    desk.practitioners = {
        MARTIN: agenda.employ(MARTIN, "10002909371", PractitionerKind.RETIRED_GP),
        NGUYEN: agenda.employ(NGUYEN, "10005173140", PractitionerKind.SALARIED_GP),
        LEROY: agenda.employ(LEROY, "10100000008", PractitionerKind.SASPAS_INTERN),
    }
    agenda.do(AgreeMSU(desk.practitioners[MARTIN], OPENED_ON))
    agenda.place(desk.practitioners[LEROY], desk.practitioners[MARTIN])
    desk.sessions = {who: desk.open(who, MONDAY) for who in desk.practitioners}
    for day in range(1, 4):
        desk.open(MARTIN, MONDAY + timedelta(days=day), (14 * 60, 17 * 60, 20))
        desk.open(NGUYEN, MONDAY + timedelta(days=day))
    _expect(desk)
    _queue(desk)


def _expect(desk: PermanenceDesk) -> None:
    """Seventeen people: seven, six and four."""
    slots = [(MARTIN, number) for number in (1, 2, 3, 4, 6, 7, 9)]
    slots += [(NGUYEN, number) for number in (1, 2, 4, 5, 6, 8)]
    slots += [(LEROY, number) for number in (2, 3, 5, 7)]
    for number, (who, slot) in enumerate(slots):
        is_ald = number % 4 == 1
        status = ALDStatus.ALD_30 if is_ald else ALDStatus.NONE
        patient = desk.register(number, ald=is_ald, ald_status=status, ald_proof_seen=is_ald)
        desk.agenda.book(patient, desk.sessions[who], slot, urgent=number == 9)


def _queue(desk: PermanenceDesk) -> None:
    """Four who wait; the second has an ALD, the fourth wants one doctor and two days of notice."""
    for number in range(17, 21):
        is_ald = number == 18
        patient = desk.register(
            number, ald=is_ald, ald_status=ALDStatus.ALD_31 if is_ald else None, ald_proof_seen=is_ald
        )
        wishes: Mapping[str, Any] = (
            {"practitioner_id": desk.practitioners[MARTIN], "notice_days": 2} if number == 20 else {}
        )
        desk.agenda.do(JoinWaitingList(patient, **wishes))
