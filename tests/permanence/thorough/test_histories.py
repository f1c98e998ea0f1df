"""Every command that changes who is followed, or in ALD, writes it down with its own day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from permanence.commands.declarations import FileDeclaration
from permanence.commands.departures import DepartPractitioner
from permanence.commands.patient_files import AnswerErasure, ExitPatient, ReturnPatient
from permanence.commands.patients import DeclareALD, RecordMedecinTraitant, SeeProof
from permanence.domain.declaration.state import Channel
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.follow_up import ExitReason, MedecinTraitantChange
from support.permanence.permanence_agenda import DAY, MONDAY, Agenda, agenda

DOCTOR = "10002909371"
LATER = MONDAY + 7 * DAY
Step = tuple[date, bool | None, bool | None]


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as romans:
        yield romans


def history(romans: Agenda, patient_id: UUID) -> list[Step]:
    steps = [row for row in romans.rows("patient_steps") if row["patient_id"] == patient_id]
    ordered = sorted(steps, key=lambda step: step["number"])
    return [(step["from_on"], step["is_followed"], step["is_ald"]) for step in ordered]


def _found_and_lost(romans: Agenda, patient_id: UUID) -> None:
    romans.do(RecordMedecinTraitant(patient_id, MedecinTraitantChange.FOUND, MONDAY))
    reason = NoMedecinTraitantReason.DOCTOR_LEFT
    romans.do(RecordMedecinTraitant(patient_id, MedecinTraitantChange.LOST, MONDAY + DAY, reason))


def _found_and_left_by(romans: Agenda, patient_id: UUID) -> None:
    romans.do(FileDeclaration(patient_id, MONDAY, (DOCTOR,), Channel.ONLINE))
    romans.do(ExitPatient(patient_id, MONDAY, ExitReason.FOUND_GP))
    romans.do(DepartPractitioner(romans.doctors[0], LATER))


def _gone_and_back(romans: Agenda, patient_id: UUID) -> None:
    romans.do(ExitPatient(patient_id, MONDAY + DAY, ExitReason.MOVED))
    romans.do(ReturnPatient(patient_id, MONDAY + 3 * DAY))


def _ald(romans: Agenda, patient_id: UUID) -> None:
    romans.do(DeclareALD(patient_id, ALDStatus.ALD_30, proof_seen=False))
    romans.do(SeeProof(patient_id))
    romans.do(DeclareALD(patient_id, ALDStatus.ALD_31, proof_seen=True))
    romans.at(LATER + DAY)
    romans.do(DeclareALD(patient_id, ALDStatus.NONE, proof_seen=False))


CHANGES: list[tuple[Callable[[Agenda, UUID], object], list[Step]]] = [
    (_gone_and_back, [(MONDAY + DAY, False, None), (MONDAY + 3 * DAY, True, None)]),
    (_found_and_lost, [(MONDAY + DAY, True, None)]),
    (_found_and_left_by, [(MONDAY, False, None), (LATER, True, None)]),
    (_ald, [(LATER, None, True), (LATER + DAY, None, False)]),
    (lambda romans, patient_id: romans.do(AnswerErasure(patient_id)), [(LATER, False, None)]),
]


@pytest.mark.parametrize(("change", "steps"), CHANGES)
def test_a_change_begins_on_its_own_day_whenever_it_is_written(
    romans: Agenda, change: Callable[[Agenda, UUID], object], steps: list[Step]
) -> None:
    patient_id = romans.patient()
    assert history(romans, patient_id) == [], "the file says it all"
    romans.at(LATER)
    change(romans, patient_id)
    assert history(romans, patient_id) == [(MONDAY, True, False), *steps]
