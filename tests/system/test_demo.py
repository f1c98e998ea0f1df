"""The demonstration as a newcomer runs it: published figures, same bytes, resumed after a kill, one at a time.

A total that differs from the published one ends with status 1: that is the run which the others are compared with.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from contracts.catalogue import BY_TYPE
from support import pace
from support.attacker import SMALLEST_GROUP, Attacker, days_of, overheard
from support.former_states import UPGRADES
from support.journals import JOURNALS
from support.processes import eventually
from support.small_season import write_small_season

ROOT = Path(__file__).resolve().parents[2]
# What adds up over antennas, unlike rates and delays.
ADDED_UP = ("consultations", "patients_followed", "followed_now", "new_patients", "declarations", "ald_declarations")


def demo_command(out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "maillage", "demo", "--out", str(out), *options]


def run_demo(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        demo_command(out, *options), cwd=ROOT, capture_output=True, text=True, timeout=pace.patience(40)
    )
    JOURNALS.said(done.stderr)
    for log in (out / "logs").glob("*.log"):  # the next demonstration throws them away
        JOURNALS.said(log.read_text(encoding="utf-8"), for_people=False)
    return done


def bulletins_of(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted((out / "bulletins").rglob("*.*"))}


def figures_of(out: Path, antenna: str, month: str) -> dict[str, tuple[Any, Any]]:
    """Of the month and since the opening, by code; a rate of nothing is None."""
    document = json.loads((out / "bulletins" / antenna / f"{month}.json").read_text(encoding="utf-8"))
    return {figure["code"]: (figure["month"], figure["since_opening"]) for figure in document["figures"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_season(ROOT / "scenarios", tmp_path_factory.mktemp("scenarios") / "small")


@pytest.fixture(scope="module")
def undisturbed(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small season, played from nothing without an incident, by scenarios that promise one declaration too many."""
    promising = tmp_path_factory.mktemp("promising")
    for file in small.glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace("published = 19\n", "published = 20\n")
        (promising / file.name).write_text(text, encoding="utf-8")
    out = tmp_path_factory.mktemp("undisturbed")
    result = run_demo(out, "--scenarios", str(promising))
    assert result.returncode == 1
    assert "✗ diffère" in result.stdout
    assert "un total mesuré diffère" in result.stderr
    return out


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both demonstrations, at their end."""
    out = tmp_path_factory.mktemp("whole")
    result = run_demo(out)
    assert result.returncode == 0, result.stdout + result.stderr
    return out


@pytest.mark.parametrize("antenna", ["romans", "laval"])
def test_nobody_is_found_by_somebody_who_reads_the_whole_bus(whole: Path, antenna: str) -> None:
    database = whole / f"state/permanence_{antenna}.db"
    attacker, days = Attacker(overheard(database)), days_of(database)
    found = attacker.found(days)
    assert set(days) <= set(attacker.persons())
    assert found.unique_share <= 0.01, found
    assert found.smallest_group >= SMALLEST_GROUP, found
    assert found.singled_out_share <= 0.15, found


@pytest.mark.parametrize("antenna", ["romans", "laval"])
def test_facts_as_they_were_told_before_name_most_of_whom_they_are_about(tmp_path: Path, antenna: str) -> None:
    with tarfile.open(UPGRADES / "7ee68be.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    database = tmp_path / f"permanence_{antenna}.db"
    found = Attacker(overheard(database)).found(days_of(database))
    assert found.unique_share > 0.5, found
    assert found.singled_out_share > 0.15, found


def test_what_is_told_of_patients_says_neither_the_instant_nor_the_command(whole: Path) -> None:
    for event in (
        event for antenna in ("romans", "laval") for event in overheard(whole / f"state/permanence_{antenna}.db")
    ):
        if BY_TYPE[event["type"]].about_a_patient:
            assert event["time"].endswith("-01T00:00:00+00:00")
            assert event["correlationid"] == event["causationid"] == event["id"]


def test_the_whole_season_gives_the_published_figures(whole: Path) -> None:
    june = figures_of(whole, "romans", "2024-06")
    assert june["permanence.consultations"] == (0, 3500)
    assert june["permanence.patients_followed"] == (0, 1285)
    assert june["permanence.ald_declarations"] == (0, 190)

    months = [file.stem for file in sorted((whole / "bulletins/romans").glob("*.json"))]
    # The house of interns is older than the permanence.
    assert months == [
        f"{y}-{m:02d}" for y in range(2018, 2025) for m in range(1, 13) if (2018, 12) <= (y, m) <= (2024, 6)
    ]
    for code in ("permanence.consultations", "permanence.new_patients", "permanence.ald_declarations"):
        added = sum(figures_of(whole, "romans", month)[code][0] for month in months)
        assert added == june[code][1]

    romans, laval, departement = (figures_of(whole, code, "2024-06") for code in ("romans", "laval", "departement"))
    for code in (f"permanence.{name}" for name in ADDED_UP):
        assert departement[code][1] == romans[code][1] + laval[code][1]
    for code in departement:
        if code.startswith("housing."):
            assert departement[code] == romans[code], "Laval has no house"

    rows = json.loads((whole / "figures.json").read_text(encoding="utf-8"))
    measured = [(row["code"], row["published"], row["obtained"]) for row in rows if row["kind"] == "measured"]
    assert measured == [
        ("permanence.patients_followed", 3500, 3500),  # Laval
        ("housing.interns_lodged", 13, 13),
        ("housing.saspas_interns_lodged", 2, 2),
        ("housing.interns_lodged", 10, 18),  # at least ten in a year
        ("permanence.consultations", 3500, 3500),
        ("permanence.patients_followed", 1285, 1285),
        ("permanence.ald_declarations", 190, 190),
    ]
    echoed = {(row["scenario"], row["code"]): row["obtained"] for row in rows if row["kind"] == "echo_of_input"}
    assert echoed["romans-permanence", "permanence.budget_expenses_euros"] == 155_000
    assert echoed["laval-smp", "permanence.budget_expenses_euros"] == 561_600
    assert echoed["laval-smp", "permanence.budget_share_of_departement_euros"] == 37_000
    may_2019, november_2019 = (figures_of(whole, "romans", month) for month in ("2019-05", "2019-11"))
    assert may_2019["housing.occupancy"] == (100.0, 100.0)
    assert may_2019["housing.equipment_costs"] == (0, 5_100_00)
    assert november_2019["housing.running_costs"][1] == 14_000_00
    assert (june["housing.requests"][1], june["housing.refusals"][1]) == (81, 1)


def test_on_real_servers_it_gives_the_same_bytes(small: Path, undisturbed: Path, tmp_path: Path) -> None:
    result = run_demo(tmp_path, "--real", "--scenarios", str(small))
    assert result.returncode == 0, result.stdout + result.stderr
    assert bulletins_of(tmp_path) == bulletins_of(undisturbed)


def test_killed_half_way_it_resumes_and_a_second_one_is_refused_meanwhile(
    small: Path, undisturbed: Path, tmp_path: Path
) -> None:
    command = demo_command(tmp_path, "--scenarios", str(small))
    with (
        JOURNALS.new("demo", for_people=True).open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True) as first,
    ):
        wait_for_commands(tmp_path, at_least=200)
        second = run_demo(tmp_path, "--scenarios", str(small))
        os.kill(first.pid, signal.SIGKILL)
    assert second.returncode == 1
    assert f"processus {first.pid}" in second.stderr

    resumed = run_demo(tmp_path, "--scenarios", str(small))
    assert resumed.returncode == 0, resumed.stdout + resumed.stderr
    assert "reprise" in resumed.stdout
    assert bulletins_of(tmp_path) == bulletins_of(undisturbed)


def wait_for_commands(out: Path, at_least: int) -> None:
    """Returns once the permanence of Romans has handled that many commands."""
    database = out / "state" / "permanence_romans.db"

    def handled() -> int:
        if not database.exists():
            return 0
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            try:
                return int(connection.execute("SELECT count(*) FROM commands").fetchone()[0])
            except sqlite3.OperationalError:
                return 0  # not migrated yet

    eventually(handled, lambda count: count >= at_least)
