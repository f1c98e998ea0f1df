"""A faulty line of any process makes the run fail, whichever process of xdist started it."""

import os
import subprocess
import sys
from pathlib import Path

from support import pace
from support.processes import TESTS

PLANTED = """
from support.journals import JOURNALS

NAMES = '"service": "a", "antenna": "b", "instance": "a.b"'

def test_that_starts_a_process_which_tells_a_name():
    JOURNALS.new("worker").write_text('{"event": "Canari", ' + NAMES + "}\\n")

def test_that_starts_a_process_which_does_not_say_who_speaks():
    JOURNALS.new("worker").write_text('{"event": "x"}\\n')

def test_that_starts_a_sound_process():
    JOURNALS.new("worker").write_text('{"event": "x", ' + NAMES + "}\\n")
"""


def test_planted_lines_fail_the_run_with_their_files_and_numbers(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(PLANTED)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    options = ["-q", "-n", "2", "-p", "no:cacheprovider", "-p", "no:pytest_nameko", "-p", "support.journals"]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_planted.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=pace.patience(),
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "3 passed, 2 errors" in ended.stdout
    assert "-worker.log:1: tells a canary: " in ended.stdout
    assert "-worker.log:1: does not say service, antenna, instance: " in ended.stdout
    assert "3 log lines of 3 processes read" in ended.stdout
