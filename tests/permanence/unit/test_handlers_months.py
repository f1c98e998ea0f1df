"""Closed months are counted and told: once, again when they come out otherwise, and to nobody but reporting."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from chassis.core.clock import SetClock
from chassis.core.keyring import KeyUnusable, SealBroken
from chassis.core.sealing import SealingKeys, create_pair
from contracts.envelope import Event
from contracts.permanence import counts
from permanence.commands.acts import HoldConsultation
from permanence.commands.months import CountMonths
from permanence.commands.patient_files import MergePatients, UnmergePatients
from permanence.commands.patients import RegisterPatient
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.handlers.months import count_name
from permanence.manifest import MANIFEST
from support.changed import changed
from support.permanence.permanence_commands import PermanenceCommands
from support.permanence.permanence_places import RPPS
from support.recorded import files, row_counts, rows
from support.runtimes import sqlite_runtime

OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)
REGISTER = RegisterPatient(
    registered_on=date(2023, 10, 30),
    identity=IdentityGiven(date(1931, 7, 13)),
    commune="26281",
    ald=True,
    no_medecin_traitant_reason=NoMedecinTraitantReason.UNKNOWN,
)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[PermanenceCommands]:
    """On 6 December 2023: two months are over since the first patient was registered."""
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=SetClock(datetime(2023, 10, 30, 9, tzinfo=UTC)))
    create_pair(tmp_path / "sealing", "reporting")
    permanence = PermanenceCommands(replace(runtime, sealing=SealingKeys(tmp_path / "sealing")))
    permanence.open_site()
    permanence.employ()
    yield permanence
    runtime.database.close()


def register(romans: PermanenceCommands, **changes: object) -> UUID:
    return UUID(romans.do(changed(REGISTER, **changes))["patient_id"])


def counted(romans: PermanenceCommands) -> dict[str, int]:
    return romans.do(CountMonths())


def told(romans: PermanenceCommands, figure: str, month_on: date) -> list[Event]:
    return [
        fact
        for fact in romans.facts("month_counted")
        if (fact.data["figure"], fact.data["month_on"]) == (figure, month_on)
    ]


def numbers(romans: PermanenceCommands, fact: Event) -> Mapping[tuple[str, str], tuple[int, int, int]]:
    clear = romans.runtime.sealing.open_as("reporting", fact.data["sealed"])
    rows_told = counts.read_rows(fact.subject, clear)
    return {(row.cut, row.value): (row.month, row.last_12_months, row.since_opening) for row in rows_told}


def test_each_closed_month_is_told_once_whole_with_every_figure(romans: PermanenceCommands) -> None:
    patient_id = register(romans)
    romans.on(date(2023, 12, 6))
    romans.do(HoldConsultation(patient_id, date(2023, 11, 20), RPPS[0]))
    assert counted(romans) == {"told": 12, "corrected": 0}
    (followed,) = told(romans, counts.PATIENTS_FOLLOWED, NOVEMBER)
    assert (followed.sequence, "correction" in followed.data) == (1, False)
    assert numbers(romans, followed) == {
        ("all", ""): (1, 1, 1),
        ("group", "ald"): (1, 1, 1),
        ("group", "sixty_and_over"): (1, 1, 1),
        ("commune", "26281"): (1, 1, 1),
        ("epci", "200068781"): (1, 1, 1),
        ("age_band", "90+"): (1, 1, 1),
        ("no_medecin_traitant_reason", "unknown"): (1, 1, 1),
    }
    (before,) = told(romans, counts.PATIENTS_FOLLOWED, OCTOBER)
    assert numbers(romans, before) == {("all", ""): (0, 0, 0)}


def test_what_has_not_changed_is_not_told_again(romans: PermanenceCommands) -> None:
    register(romans)
    romans.on(date(2023, 12, 6))
    counted(romans)
    before = row_counts(romans.runtime)
    assert counted(romans) == {"told": 0, "corrected": 0}
    after = row_counts(romans.runtime)
    assert {name for name in after if after[name] != before[name]} == {"commands"}


def test_a_month_that_is_not_over_is_not_counted_nor_one_before_the_first_registration(
    romans: PermanenceCommands,
) -> None:
    assert counted(romans) == {"told": 0, "corrected": 0}, "no input is not zero"
    register(romans)
    romans.on(date(2023, 10, 31))
    assert counted(romans) == {"told": 0, "corrected": 0}
    romans.on(date(2023, 11, 1))
    assert counted(romans) == {"told": 6, "corrected": 0}
    assert {fact.data["month_on"] for fact in romans.facts("month_counted")} == {OCTOBER}


def test_a_month_is_over_when_it_is_in_paris(romans: PermanenceCommands) -> None:
    register(romans)
    romans.set_clock(datetime(2023, 10, 31, 22, 59, tzinfo=UTC))
    assert counted(romans)["told"] == 0
    romans.set_clock(datetime(2023, 10, 31, 23, 0, tzinfo=UTC))
    assert counted(romans)["told"] == 6


def test_what_comes_out_otherwise_is_told_as_corrected_under_the_same_name_and_a_higher_sequence(
    romans: PermanenceCommands,
) -> None:
    kept, merged = register(romans), register(romans)
    romans.on(date(2023, 11, 2))
    counted(romans)
    romans.do(MergePatients(kept, merged))
    assert counted(romans) == {"told": 0, "corrected": 2}, "who was new, and who is followed"
    first, second = told(romans, counts.NEW_PATIENTS, OCTOBER)
    assert first.subject == second.subject
    assert (second.sequence, second.data["correction"]) == (2, "corrected")
    assert [numbers(romans, fact)["all", ""][0] for fact in (first, second)] == [2, 1]
    romans.do(UnmergePatients(merged))
    assert counted(romans) == {"told": 0, "corrected": 2}
    assert told(romans, counts.NEW_PATIENTS, OCTOBER)[-1].sequence == 3


def test_a_lower_count_is_only_told_as_a_correction_and_before_the_month_that_follows(
    romans: PermanenceCommands,
) -> None:
    kept, merged = register(romans), register(romans)
    romans.on(date(2023, 11, 2))
    counted(romans)
    romans.do(MergePatients(kept, merged))
    romans.on(date(2023, 12, 1))
    assert counted(romans) == {"told": 6, "corrected": 2}
    since_opening = [
        (fact.data["month_on"], fact.data.get("correction"), numbers(romans, fact)["all", ""][2])
        for fact in romans.facts("month_counted")
        if fact.data["figure"] == counts.NEW_PATIENTS
    ]
    assert since_opening == [(OCTOBER, None, 2), (OCTOBER, "corrected", 1), (NOVEMBER, None, 1)]


def test_two_antennas_call_their_counts_by_names_of_their_own_that_never_change(romans: PermanenceCommands) -> None:
    register(romans)
    romans.on(date(2023, 11, 2))
    counted(romans)
    called = {(fact.data["figure"], fact.subject) for fact in romans.facts("month_counted")}
    elsewhere = replace(romans.runtime, antenna=replace(romans.runtime.antenna, code="valence"))
    assert count_name(romans.runtime.instance.source, OCTOBER, "new_patients") in {name for _, name in called}
    assert count_name(elsewhere.instance.source, OCTOBER, "new_patients") not in {name for _, name in called}


def test_the_numbers_are_kept_nowhere_in_clear_and_nobody_else_opens_them(
    romans: PermanenceCommands, tmp_path: Path
) -> None:
    register(romans)
    romans.on(date(2023, 11, 2))
    counted(romans)
    (fact,) = told(romans, counts.NEW_PATIENTS, OCTOBER)
    create_pair(tmp_path / "sealing", "referrals")
    with pytest.raises(SealBroken):
        romans.runtime.sealing.open_as("referrals", fact.data["sealed"])
    clear = romans.runtime.sealing.open_as("reporting", fact.data["sealed"])
    written = b"".join(files(romans.runtime).values())
    assert b"no_medecin_traitant_reason" in clear
    assert str(fact.subject).encode() in written, "the search must find what is kept in clear"
    assert clear not in written
    assert b'"no_medecin_traitant_reason","unknown"' not in written
    assert {len(row["digest"]) for row in rows(romans.runtime, "month_counts")} == {32}


def test_without_the_key_of_reporting_nothing_is_told_and_what_to_type_is_said(
    romans: PermanenceCommands, tmp_path: Path
) -> None:
    register(romans)
    romans.on(date(2023, 11, 2))
    (tmp_path / "elsewhere").mkdir()
    without = PermanenceCommands(replace(romans.runtime, sealing=SealingKeys(tmp_path / "elsewhere")))
    before = row_counts(without.runtime)
    with pytest.raises(KeyUnusable, match="maillage key pair"):
        without.do(CountMonths())
    assert row_counts(without.runtime) == before
    assert counted(romans)["told"] == 6, "once the key is there"


def test_an_instance_counts_by_itself_every_day() -> None:
    assert MANIFEST.daily is CountMonths
