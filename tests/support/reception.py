"""The counter of a permanence on a Monday at eight: a real browser before a real HTTP server, and what they wrote."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from local_servers.processes import die_with_parent
from support.chromium import chromium
from support.desk_screen import WIDE, Screen
from support.journals import JOURNALS
from support.permanence.permanence_desk import FAMILIES, PermanenceDesk, permanence_desk
from support.processes import TESTS, eventually
from support.races import address_of, address_served


@dataclass
class Reception:
    """The desk and its screen; all see the hour that is set here. `log` is what the server wrote."""

    desk: PermanenceDesk
    screen: Screen
    clock: Path
    log: Path

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.desk.agenda.at(day, hour, minute)
        self.clock.write_text(self.desk.runtime.clock.now().isoformat())

    def sign_in(self) -> None:
        token = self.desk.web.token(person="c.secretaire", days=1, now=self.desk.runtime.clock.now())
        self.screen.open("sign-in")
        self.screen.fill_in(token=token)
        self.screen.press("Se connecter")


@contextmanager
def opened_reception(folder: Path, pictures: Path) -> Iterator[Reception]:
    """On SQLite; browser and server have ended on the way out."""
    with permanence_desk(folder) as desk:
        clock, log = folder / "clock", folder / "served.log"
        log.touch()
        JOURNALS.keep(log, desk.runtime.instance, private=[name for family in FAMILIES for name in family])
        clock.write_text(desk.runtime.clock.now().isoformat())
        with _served(desk, clock, log) as address, chromium(folder) as driver:
            screen = Screen(driver, address, pictures)
            screen.resize(WIDE)
            yield Reception(desk, screen, clock, log)


@contextmanager
def _served(desk: PermanenceDesk, clock: Path, log: Path) -> Iterator[str]:
    """The address of a server process of the desk's instance."""
    command = [sys.executable, "-m", "support.desk_process", address_of(desk.runtime.database), str(clock)]
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, cwd=TESTS, stderr=stream, preexec_fn=die_with_parent) as process,
    ):
        try:
            yield eventually(lambda: address_served(process, log))
        finally:
            process.kill()
