"""Twelve rules, each broken on purpose: `make test-unit` would not let it pass.

Each is one line of the code changed in a copy of its package, and the unit test that must then fail. A line that is
not found any more was changed: say here what breaks the rule now.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.pace import patience
from support.project_tree import ROOT


@dataclass(frozen=True)
class Broken:
    """A rule; `line` of the `file` becomes `broken`; `unit_test` says that the rule holds."""

    rule: str
    file: str
    line: str
    broken: str
    unit_test: str

    @property
    def package(self) -> str:
        return str(Path(*Path(self.file).parts[:2]))


RULES = [
    Broken(
        "a night is paid for, and never more than a month",
        "housing/housing/domain/money/tariff.py",
        "min(self.night_cents * nights, self.month_cents)",
        "self.night_cents * nights",
        "housing/unit/test_tariff.py::test_a_stay_in_romans_costs_what_the_reference_says",
    ),
    Broken(
        "a stay has a limit",
        "housing/housing/domain/stay/limit.py",
        "return sum(stay.nights for stay in stays) <= allowed",
        "return period.nights <= allowed",
        "housing/unit/test_stay_limit.py::test_close_stays_count_together",
    ),
    Broken(
        "a cost is split to the cent",
        "housing/housing/domain/money/convention.py",
        "parts[parties[0].code] += amount_cents - sum(parts.values())",
        "pass",
        "housing/unit/test_convention.py::test_parts_add_up_exactly_and_each_is_within_a_few_cents_of_its_weight",
    ),
    Broken(
        "an intern consults under supervision",
        "permanence/permanence/domain/session/session.py",
        "        raise rules.NotSupervised\n    return rights.kind, there[0]",
        "        return rights.kind, None\n    return rights.kind, there[0]",
        "permanence/unit/test_session.py::test_an_intern_holds_a_session_with_the_first_supervisor_who_is_there",
    ),
    Broken(
        "what was filed on paper is presumed active after some days",
        "permanence/permanence/domain/declaration/declaration.py",
        "filed_on + timedelta(days=presumed_days) if self.presumed else filed_on",
        "filed_on",
        "permanence/unit/test_declaration.py::test_on_paper_a_declaration_is_presumed_active_some_days_later",
    ),
    Broken(
        "a patient has one current declaration",
        "permanence/permanence/domain/declaration/declaration.py",
        "            raise rules.DeclarationExists",
        "            pass",
        "permanence/unit/test_handlers_declarations.py"
        "::test_a_patient_has_one_current_declaration_and_a_new_one_replaces_it_once_confirmed",
    ),
    Broken(
        "a slot is booked once",
        "permanence/permanence/store/slots.py",
        '        slots.c.number == sa.bindparam("wanted"),\n        slots.c.appointment_id.is_(None),\n',
        '        slots.c.number == sa.bindparam("wanted"),\n',
        "permanence/unit/test_handlers_appointments.py::test_a_slot_is_one_patient_s",
    ),
    Broken(
        "who may come is decided by the rule of the day",
        "permanence/permanence/domain/patient/eligibility.py",
        "latest_on(rules, day) or min(",
        "min(",
        "permanence/unit/test_eligibility.py::test_the_rule_is_that_of_the_day_and_before_the_first_one_the_first",
    ),
    Broken(
        "a command that is repeated has one effect",
        "chassis/chassis/core/application.py",
        "        if first is not None:",
        "        if False:",
        "housing/unit/test_handlers.py::test_the_same_command_twice_is_one_fact_and_one_answer",
    ),
    Broken(
        "nothing is kept back by omission",
        "permanence/permanence/published.py",
        '        PatientReturned: _of_patient("reference", "patient_returned", month_on="returned_on"),\n',
        "",
        "architecture/test_told.py::test_each_fact_of_a_domain_is_told",
    ),
    Broken(
        "whoever leaves is followed no more from that day",
        "permanence/permanence/domain/patient/patient.py",
        "        self._step(on, is_followed=False)\n",
        "",
        "permanence/unit/test_patient.py::test_a_patient_leaves_once_and_comes_back_once",
    ),
    Broken(
        "a month that comes out otherwise is told again",
        "permanence/permanence/handlers/months.py",
        "elif before.digest != digest:",
        "elif False:",
        "permanence/unit/test_handlers_months.py"
        "::test_a_lower_count_is_only_told_as_a_correction_and_before_the_month_that_follows",
    ),
]


def copied(package: str, into: Path) -> Path:
    """A copy of `services/housing/housing`, or of another, that is imported instead of it."""
    shutil.copytree(
        ROOT / "services" / package, into / package, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True
    )
    return into / Path(package).parts[0]


def run(places: list[Path], *unit_tests: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(str(place) for place in places)
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=line"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *(str(ROOT / "tests" / test) for test in unit_tests)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=patience(),
        check=False,
    )


@pytest.mark.parametrize("broken", RULES, ids=lambda broken: broken.rule)
def test_a_rule_that_is_broken_fails_the_unit_test_that_states_it(broken: Broken, tmp_path: Path) -> None:
    place = copied(broken.package, tmp_path)
    file = tmp_path / broken.file
    code = file.read_text(encoding="utf-8")
    assert code.count(broken.line) == 1, f"{broken.file} does not say so once any more: {broken.line}"
    file.write_text(code.replace(broken.line, broken.broken), encoding="utf-8")
    ran = run([place], broken.unit_test)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"FAILED tests/{broken.unit_test}" in ran.stdout, ran.stdout + ran.stderr


def test_copies_with_nothing_broken_pass(tmp_path: Path) -> None:
    """The unit tests above fail because of the rule, and of nothing else."""
    packages = sorted({broken.package for broken in RULES})
    ran = run([copied(package, tmp_path) for package in packages], *(broken.unit_test for broken in RULES))
    assert ran.returncode == 0, ran.stdout + ran.stderr
