"""What operators may see is in the operations page: each cause with its status, each event that warns."""

import re

from chassis.bus import causes as bus
from chassis.core import causes as core
from chassis.core.causes import Cause
from support.project_tree import ROOT, files, named

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
CAUSES = [cause for module in (core, bus) for cause in vars(module).values() if isinstance(cause, Cause)]
WARNS = re.compile(r"\.(?:warn|warning|error|critical)\(\s*\"([a-z_]+)\"")


def rows(page: str) -> dict[str, str]:
    """The rows of the page's tables by each of the words in their first column."""
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    return {word: line for line in lines for word in re.findall(r"`([A-Za-z_]+)`", line.split(" | ")[0])}


def test_a_word_of_any_row_is_found() -> None:
    assert rows("| `a`, `b` | two | 1 |\n| c | none | 2 |") == dict.fromkeys("ab", "| `a`, `b` | two | 1 |")


def test_each_cause_is_there_with_the_status_of_the_command_line() -> None:
    told = rows(PAGE)
    assert {cause.code for cause in CAUSES} - told.keys() == set()
    wrong = [cause.code for cause in CAUSES if not told[cause.code].endswith(f"| {3 if cause.is_lasting else 1} |")]
    assert wrong == []


def test_each_event_that_warns_is_there() -> None:
    found = {event for path in files("services/*.py") for event in WARNS.findall(path.read_text(encoding="utf-8"))}
    assert {"connection_lost", "quarantined", "uncaught"} < found
    assert found - rows(PAGE).keys() == set(), (
        f"say in {named(ROOT / 'docs/operations.md')} what it means and what to do"
    )
