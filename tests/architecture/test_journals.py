"""No test starts a process whose log nobody reads: whoever starts one keeps its journal (`support.journals`)."""

import re
from collections.abc import Mapping

from support.project_tree import files, named

STARTS = re.compile(r"subprocess\.(?:Popen|run|check_output|check_call)\(")
KEEPS = re.compile(r"JOURNALS\.(?:keep|new|said)\(")
# What they start is no process of Maillage that logs.
OTHERS = {
    "tests/architecture/test_waits.py": "a text, which starts nothing",
    "tests/architecture/thorough/test_broken_rules.py": "unit tests of a copy, which start none",
    "tests/architecture/thorough/test_imports_at_run_time.py": "interpreters that say what they imported",
    "tests/faults/report.py": "programs that say their versions",
    "tests/housing/thorough/test_papers.py": "a printing of papers, which writes PDF",
    "tests/local_servers/integration/test_local_servers.py": "holders of private servers",
    "tests/support/pace.py": "an interpreter that imports",
    "tests/support/plain_nameko.py": "services that are not ours, which lose events",
    "tests/support/project_tree.py": "git",
    "tests/system/test_foreign_readers.py": "a reader that is not ours",
}


def unread(sources: Mapping[str, str]) -> list[str]:
    """The files that start processes and keep no journal of them."""
    return [name for name, text in sources.items() if STARTS.search(text) and not KEEPS.search(text)]


def test_a_test_that_starts_a_process_and_reads_none_of_its_lines_is_found() -> None:
    forgetful = "subprocess.Popen([sys.executable, '-m', 'maillage'], stderr=subprocess.DEVNULL)"
    careful = "subprocess.run(command, stderr=JOURNALS.new('http').open('wb'))"
    assert unread({"forgetful.py": forgetful, "careful.py": careful}) == ["forgetful.py"]


def test_whoever_starts_a_process_keeps_its_journal() -> None:
    sources = {named(path): path.read_text("utf-8") for path in files("tests/*.py")}
    assert unread(sources) == sorted(OTHERS), "start it with a journal of support.journals, or say what it is"
