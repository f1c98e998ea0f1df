"""The files of a service that a request passes, in the order in which it comes to them; `make trace` prints them."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from permanence import manifest
from support.http_app import Web, web
from support.registration import PATIENT, ROLE

OF_PERMANENCE = Path(manifest.__file__).parent
NAMED = PATIENT | {"birth_name": "Exemple", "given_names": "Camille", "phone": "06 12 34 56 78"}


def passed(act: Callable[[], object], folder: Path) -> list[str]:
    """The files of this folder whose code runs; what runs once for all, at the first request, is to be past."""
    files: dict[str, None] = {}

    def look(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(f"{folder}/"):
            files.setdefault(frame.f_code.co_filename.removeprefix(f"{folder}/"))

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(before)
    return list(files)


def passed_by_a_registration(permanence: Web) -> list[str]:
    """Of somebody with a name and a phone, who is looked for among the others."""

    def register() -> None:
        assert permanence.post("/patients", NAMED).status_code == 201

    register()
    return passed(register, OF_PERMANENCE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, web(Path(folder), manifest.MANIFEST, role=ROLE) as instance:
        files = passed_by_a_registration(instance)
    sys.stdout.write("\n".join([*files, f"{len(files)} fichiers de la permanence, pour un enregistrement par l'API\n"]))
