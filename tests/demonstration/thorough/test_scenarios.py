"""The scenarios of the house: their totals, their plausibility, and what a wrong file is answered."""

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from demonstration.scenarios import (
    Scenario,
    load_scenarios,
    season,
)
from demonstration.scenarios.draws import Draws, apportion
from housing.commands.lodgings import RecordArrival, RecordDeparture
from housing.commands.money import RecordCost, RecordPayment
from housing.domain.money.lines import PaymentGiven
from kernel.period import years_between
from permanence.commands.acts import HoldConsultation
from permanence.commands.appointments import BookFirstFree, RecordMissed
from permanence.commands.costs import RecordCost as RecordPermanenceCost
from permanence.commands.declarations import FileDeclaration
from permanence.commands.imports import BeginImport, FinishImport, TakeLines
from permanence.commands.patients import RegisterPatient
from permanence.commands.practitioners import EmployPractitioner, StartPlacement
from permanence.commands.sessions import PlanSessions, SetRoster
from permanence.domain.imported.imported import ImportKind, Line
from permanence.domain.money.cost import MoneyStage
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import checked_rpps
from support.played import Played

SCENARIOS = Path(__file__).parents[3] / "scenarios"
ROMANS, LAVAL, HOUSE = "romans-permanence", "laval-smp", "romans-housing"


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    return {scenario.code: scenario for scenario in load_scenarios(SCENARIOS)}


@pytest.fixture(scope="module")
def played(scenarios: dict[str, Scenario]) -> Played:
    return Played(season(scenarios.values()))


def day_of(command: object) -> date | None:
    """The day of what a command says happened; None for those that say no day, or days to come."""
    match command:
        case RegisterPatient(registered_on=day) | HoldConsultation(held_on=day) | FileDeclaration(filed_on=day):
            return day
        case RecordArrival(arrived_on=day) | RecordDeparture(departed_on=day):
            return day
        case RecordPayment(payment=PaymentGiven(paid_on=day)) | RecordCost(incurred_on=day):
            return day
    return None


# The season of Romans


def test_romans_holds_the_published_totals(played: Played) -> None:
    consultations, patients = played.of(HoldConsultation, ROMANS), played.patients(ROMANS)
    assert len(consultations) == 3500
    assert len(patients) == 1285
    assert {consultation.patient_id for consultation in consultations} == set(patients)


def test_190_different_ald_patients_of_romans_file_one_declaration_each(played: Played) -> None:
    patients = played.patients(ROMANS)
    declared = Counter(declaration.patient_id for declaration in played.of(FileDeclaration, ROMANS))
    assert set(declared.values()) == {1}
    assert sum(patients[patient].ald for patient in declared) == 190


def test_romans_consults_on_each_of_the_187_opening_days(played: Played) -> None:
    by_day = Counter(consultation.held_on for consultation in played.of(HoldConsultation, ROMANS))
    assert len(by_day) == 187
    assert (min(by_day), max(by_day)) == (date(2023, 9, 4), date(2024, 5, 31))
    assert 5 <= min(by_day.values()) <= max(by_day.values()) <= 45


def test_mondays_are_the_heavier_days_of_romans(played: Played) -> None:
    by_day = Counter(consultation.held_on for consultation in played.of(HoldConsultation, ROMANS))
    mondays = [count for day, count in by_day.items() if day.weekday() == 0]
    assert sum(mondays) / len(mondays) > 1.15 * 3500 / 187


def test_new_patients_of_romans_taper_off(played: Played) -> None:
    new = Counter(patient.registered_on.strftime("%Y-%m") for patient in played.of(RegisterPatient, ROMANS))
    assert len(new) == 9
    assert new["2023-09"] > new["2023-12"] > new["2024-03"] > new["2024-05"] > 0


def test_every_patient_of_romans_is_60_or_has_an_ald(played: Played) -> None:
    for patient in played.of(RegisterPatient, ROMANS):
        assert patient.ald or years_between(patient.identity.birth_on, patient.registered_on) >= 60


def test_romans_takes_patients_of_a_village_too_small_to_be_named(played: Played) -> None:
    communes = Counter(patient.commune for patient in played.of(RegisterPatient, ROMANS))
    assert [insee for insee, _ in communes.most_common(2)] == ["26281", "26057"]
    assert communes["26068"] > 0


def test_romans_is_held_by_six_retired_doctors_of_whom_two_a_day(played: Played) -> None:
    consultations = played.of(HoldConsultation, ROMANS)
    assert len({consultation.practitioner_rpps for consultation in consultations}) == 6
    on_duty: dict[date, set[str]] = {}
    for consultation in consultations:
        on_duty.setdefault(consultation.held_on, set()).add(consultation.practitioner_rpps)
    assert {len(rpps) for rpps in on_duty.values()} == {2}


def test_romans_sees_by_appointment_in_its_last_weeks_and_some_do_not_come(played: Played) -> None:
    booked, missed = played.of(BookFirstFree, ROMANS), played.of(RecordMissed, ROMANS)
    last = [held for held in played.of(HoldConsultation, ROMANS) if held.held_on >= date(2024, 5, 16)]
    assert all(held.appointment_id is not None for held in last)
    assert len(booked) == len(last) + len(missed)
    assert len(last) > 15 * len(missed) > 0


def test_the_sessions_of_romans_are_planned_month_by_month(played: Played) -> None:
    assert [planned.until_on for planned in played.of(PlanSessions, ROMANS)][-2:] == [
        date(2024, 4, 30),
        date(2024, 5, 31),
    ]
    assert len(played.of(SetRoster, ROMANS)) == 10


def test_a_year_of_romans_costs_155_000_euros_and_what_is_spent_is_recorded_month_by_month(played: Played) -> None:
    costs = [cost.line for cost in played.of(RecordPermanenceCost, ROMANS)]
    voted = [cost for cost in costs if cost.stage is MoneyStage.VOTED]
    actual = [cost for cost in costs if cost.stage is MoneyStage.ACTUAL]
    assert sum(cost.amount_cents for cost in voted) == 155_000_00
    assert {cost.month_on.strftime("%Y-%m") for cost in actual} == {f"2023-{m:02d}" for m in range(9, 13)} | {
        f"2024-{m:02d}" for m in range(1, 6)
    }
    assert {cost.payer for cost in costs} == {None}


# The months of Laval


def lines_of(played: Played, kind: ImportKind) -> list[Line]:
    """What the software of the centre told of this kind, in the order of time."""
    kept = {name: import_id for name, import_id in played.kept.items() if name.endswith(f"/{kind}")}
    of_kind = set(kept.values())
    return [line for taken in played.of(TakeLines, LAVAL) if taken.import_id in of_kind for line in taken.lines]


def test_laval_opens_with_its_published_people(played: Played, scenarios: dict[str, Scenario]) -> None:
    employed = Counter(employed.practitioner_kind for employed in played.of(EmployPractitioner, LAVAL))
    assert employed == {"retired_gp": 12, "saspas_intern": 2, "coordinating_doctor": 1}
    assert scenarios[LAVAL].opened_on == date(2024, 1, 8)
    costs = [cost.line for cost in played.of(RecordPermanenceCost, LAVAL)]
    assert sum(cost.amount_cents for cost in costs) == 561_600_00
    by_departement = [cost for cost in costs if cost.payer == "departement"]
    assert sum(cost.amount_cents for cost in by_departement) == 37_000_00


def test_the_interns_of_laval_are_supervised_by_its_coordinating_doctor(played: Played) -> None:
    (coordinator,) = (
        step.keep[1]
        for step, command in played.steps
        if isinstance(command, EmployPractitioner) and command.msu_from is not None and step.keep is not None
    )
    placements = played.of(StartPlacement, LAVAL)
    assert [placement.supervisors for placement in placements] == [(played.kept[coordinator],)] * 2


def test_the_days_of_laval_come_as_files_of_its_own_software(played: Played) -> None:
    patients, acts = lines_of(played, ImportKind.PATIENTS), lines_of(played, ImportKind.ACTS)
    numbers = {line.cells["external_id"] for line in patients}
    assert len(patients) == len(numbers) == 3500
    assert {line.cells["patient"] for line in acts} == numbers
    assert len({line.cells["external_id"] for line in acts}) == len(acts) == 4000
    begun = played.of(BeginImport, LAVAL)
    assert len(begun) == len(played.of(FinishImport, LAVAL)) == len({command.file for command in begun})
    assert not played.of(HoldConsultation, LAVAL)


def test_interns_of_laval_consult_and_are_never_declared(played: Played) -> None:
    interns = {
        employed.rpps
        for employed in played.of(EmployPractitioner, LAVAL)
        if employed.practitioner_kind is PractitionerKind.SASPAS_INTERN
    }
    acts = lines_of(played, ImportKind.ACTS)
    assert {line.cells["practitioner_rpps"] for line in acts} >= interns
    of_interns = [line.cells["held_on"] for line in acts if line.cells["practitioner_rpps"] in interns]
    days = [date(int(told[6:]), int(told[3:5]), int(told[:2])) for told in of_interns]
    assert date(2024, 1, 8) <= min(days) <= max(days) < date(2024, 5, 2)
    declared = {line.cells["practitioner_rpps"] for line in lines_of(played, ImportKind.DECLARATIONS)}
    assert declared.isdisjoint(interns)


# All seasons


def test_steps_come_in_the_order_of_time_and_are_numbered_in_their_scenario(played: Played) -> None:
    steps = [step for step, _ in played.steps]
    assert all(before.at <= after.at for before, after in pairwise(steps))
    for code in (ROMANS, LAVAL, HOUSE):
        numbers = [step.number for step in steps if step.scenario == code]
        assert numbers == list(range(1, len(numbers) + 1))


def test_command_ids_are_all_different_and_kept_names_too(played: Played) -> None:
    assert len({step.command_id for step, _ in played.steps}) == len(played.steps)
    assert len(played.kept) == sum(step.keep is not None for step, _ in played.steps)


def test_every_command_is_issued_on_its_own_civil_day_from_the_opening_on(
    played: Played, scenarios: dict[str, Scenario]
) -> None:
    for step, command in played.steps:
        issued_on = step.at.astimezone(ZoneInfo("Europe/Paris")).date()
        assert step.at.tzname() == "UTC"
        assert day_of(command) in (issued_on, None)
        assert issued_on >= scenarios[step.scenario].opened_on


def test_nobody_is_seen_or_declared_before_being_registered_nor_declared_before_being_seen(played: Played) -> None:
    patients, first_seen = played.patients(ROMANS), dict[UUID, date]()
    for consultation in played.of(HoldConsultation, ROMANS):
        first_seen.setdefault(consultation.patient_id, consultation.held_on)
    assert all(patients[patient].registered_on <= day for patient, day in first_seen.items())
    assert all(first_seen[d.patient_id] <= d.filed_on for d in played.of(FileDeclaration, ROMANS))


def test_two_runs_give_the_same_steps(played: Played) -> None:
    again = Played(season(load_scenarios(SCENARIOS)))
    assert again.steps == played.steps
    assert [step.command_id for step, _ in again.steps] == [step.command_id for step, _ in played.steps]


def test_rpps_numbers_are_valid_and_plainly_synthetic(played: Played) -> None:
    numbers = [e.rpps for code in (ROMANS, LAVAL) for e in played.of(EmployPractitioner, code) if e.rpps]
    assert len(set(numbers)) == len(numbers) == 6 + 15
    assert all(checked_rpps(number).startswith("999") for number in numbers)


def test_chance_is_the_same_on_every_python() -> None:
    draws = Draws(1)
    assert [draws.below(100) for _ in range(5)] == [13, 84, 76, 25, 49]
    assert draws.some("abcde", 3, [1, 1, 1, 1, 50]) == ["e", "d", "a"]


def test_apportionment_is_exact_and_respects_ceilings() -> None:
    assert apportion(10, [1, 1, 1], [10, 10, 10]) == [4, 3, 3]
    assert apportion(10, [8, 1, 1], [4, 10, 10]) == [4, 3, 3]
    with pytest.raises(ValueError, match="ne tient pas"):
        apportion(10, [1, 1], [4, 4])
