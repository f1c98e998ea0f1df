"""No file of the project knows the machine it was written on."""

import re

from support.project_tree import files, named

# Built from parts, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(
    rb"(?<![\w.~$}-])/(?:" + b"|".join([b"work", b"root", b"home"]) + rb")/[\w.]|\.\./" + b"shared"
)


def test_no_file_holds_a_path_of_a_machine() -> None:
    found = {named(path): hit.group() for path in files() if (hit := MACHINE_PATH.search(path.read_bytes()))}
    assert found == {}
