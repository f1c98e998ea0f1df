"""What processes wrote while tests ran: every line is read, says who speaks, and tells nothing about anybody.

A pytest plugin. Whoever starts a process of ours keeps its standard error as a journal; after each test what is new in
all of them is read, and a faulty line fails that test, with the file and the line.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chassis.core.instance import Instance

# Names that tests give to people, and what looks like a part of somebody's identity, of a message or of a secret.
_PEOPLE = "Exemple|Camille|Dominique|Zéphyrine|Serinette|Tilleul|Sorbier|Châtaignier|Gaston|Aïcha|DUPONT"
_FIELDS = (
    "specversion|datacontenttype|data|birth_on|birth_name|used_name|given_names?|family_name|phone|email|nir|ins"
    "|rpps|commune|ald|no_medecin_traitant_reason|patient_id|stay_id|occupant_id"
)
_PRIVATE = {
    "somebody's name": re.compile(rf"\b(?:{_PEOPLE})\b"),
    "a canary": re.compile("canari|forged", re.IGNORECASE),
    "a field of a message": re.compile(rf"""["'](?:{_FIELDS})\\?["']\s*:"""),
    "a birth date": re.compile(r"\b19\d\d-\d\d-\d\d\b"),
    "a phone": re.compile(r"(?<![\w.:+-])(?:0|\+33 ?)[1-9](?:[ .]?\d\d){4}(?!\w)"),
    "a NIR": re.compile(r"(?<!\w)[12]\d{2}(?:0[1-9]|1[0-2])\d{8}(?:\d{2})?(?!\w)"),
    "an RPPS": re.compile(r"(?<!\w)1\d{10}(?!\w)"),
    "an address": re.compile(r"\w@\w"),
    "a token": re.compile(r"Bearer |eyJ"),
}
_NAMES = ("service", "antenna", "instance")


@dataclass
class _Journal:
    """`instances`: those of the process, where its starter knows them. `for_people`: sentences beside lines."""

    file: Path
    instances: tuple[str, ...]
    private: re.Pattern[str] | None
    for_people: bool
    position: int = 0
    lines: int = 0

    def read(self) -> Iterator[str]:
        """What is wrong with the whole lines that came since the last time."""
        with self.file.open("rb") as stream:
            stream.seek(self.position)
            text = stream.read()
        whole = text[: text.rfind(b"\n") + 1]  # a process may be at its last line, or have been killed there
        self.position += len(whole)
        for line in whole.decode("utf-8", errors="backslashreplace").splitlines():
            self.lines += 1
            for fault in self._faults(line):
                yield f"{self.file}:{self.lines}: {fault}: {line}"

    def _faults(self, line: str) -> Iterator[str]:
        yield from (f"tells {what}" for what, pattern in _PRIVATE.items() if pattern.search(line))
        if self.private is not None and self.private.search(line):
            yield "tells what is private in this test"
        if not (self.for_people and not line.startswith("{")):
            yield from self._misnamed(line)

    def _misnamed(self, line: str) -> Iterator[str]:
        try:
            told = json.loads(line)
        except ValueError:
            yield "is no JSON"
            return
        if missing := [name for name in _NAMES if not told.get(name)]:
            yield f"does not say {', '.join(missing)}"
            return
        named = told["instance"].split(",")
        if "loop" in told and len(named) > 1:
            yield "a loop does not say of which instance"
        if {name.partition(".")[0] for name in named} != set(told["service"].split(",")):
            yield "names an instance of another service"
        if {name.partition(".")[2] for name in named} != set(told["antenna"].split(",")):
            yield "names an instance of another antenna"
        if self.instances and not set(named) <= set(self.instances):
            yield "names an instance that this process has not"


@dataclass
class Journals:
    """Those of one pytest process."""

    _kept: dict[Path, _Journal] = field(default_factory=dict)
    _folder: Path | None = None

    def keep(self, log: Path, *instances: Instance, private: Collection[str] = (), for_people: bool = False) -> Path:
        """Has the file read, from now on and as it grows; returns it."""
        words = re.compile(rf"\b(?:{'|'.join(map(re.escape, private))})\b", re.IGNORECASE) if private else None
        if log not in self._kept:
            self._kept[log] = _Journal(log, tuple(map(str, instances)), words, for_people)
        return log

    def new(self, name: str, *instances: Instance, for_people: bool = False) -> Path:
        """A new journal, for a process whose starter has no folder."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="journals-"))
        log = self._folder / f"{len(self._kept)}-{name}.log"
        log.touch()
        return self.keep(log, *instances, for_people=for_people)

    def said(self, text: str, *, for_people: bool = True) -> None:
        """What a process wrote and its test has read already, or would not find again: a command's sentences, say."""
        self.new("said", for_people=for_people).write_text(text and text.rstrip("\n") + "\n", encoding="utf-8")

    def faults(self) -> Sequence[str]:
        """What is wrong with the lines that came since the last time."""
        return [fault for journal in self._kept.values() for fault in journal.read()]

    def read_so_far(self) -> tuple[int, int]:
        """How many lines, of how many processes."""
        return sum(journal.lines for journal in self._kept.values()), len(self._kept)

    def close(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder)


JOURNALS = Journals()
_READ = pytest.StashKey[list[tuple[int, int]]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """After the fixtures, which end processes, have been torn down."""
    yield
    if faults := JOURNALS.faults():
        pytest.fail("\n".join(faults), pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:  # one of several processes of xdist, which tells the first
        output["journals"] = JOURNALS.read_so_far()
    JOURNALS.close()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if "journals" in getattr(node, "workeroutput", {}):
        node.config.stash.setdefault(_READ, []).append(node.workeroutput["journals"])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    read = [JOURNALS.read_so_far(), *config.stash.get(_READ, [])]
    lines, processes = (sum(numbers) for numbers in zip(*read, strict=True))
    if processes:
        terminalreporter.write_line(f"{lines} log lines of {processes} processes read")
