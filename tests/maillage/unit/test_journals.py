"""The reader of log lines finds what it is there for: a line that does not say who speaks, or says of whom."""

import json
from pathlib import Path
from typing import Any

import pytest

from chassis.core.instance import Instance
from support.journals import Journals

ROMANS, LAVAL = Instance("permanence", "romans"), Instance("reporting", "laval")
SOUND = {
    "event": "relayed",
    "n": 12,
    "ms": 3,
    "loop": "relay",
    "service": "permanence",
    "antenna": "romans",
    "instance": "permanence.romans",
    "level": "info",
    "ts": "2026-11-30T19:20:00.123456Z",
}
WHOLE = {"service": "permanence,reporting", "antenna": "romans,laval", "instance": "permanence.romans,reporting.laval"}


def faults(folder: Path, *lines: object, **options: Any) -> list[str]:
    """Of a file with these lines, by the words between its place and the line."""
    log, journals = folder / "worker.log", Journals()
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    log.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    journals.keep(log, ROMANS, LAVAL, **options)
    return [fault.removeprefix(f"{log}:") for fault in journals.faults()]


def test_lines_that_say_who_speaks_and_tell_nothing_are_sound(tmp_path: Path) -> None:
    process = {**SOUND, **WHOLE}
    del process["loop"]
    waiting = {**SOUND, "event": "waiting_for_database", "reason": "tapez, par exemple, maillage migrate"}
    assert faults(tmp_path, SOUND, process, waiting) == []


@pytest.mark.parametrize("name", ["service", "antenna", "instance"])
def test_a_line_without_a_name_is_found_with_its_file_and_number(tmp_path: Path, name: str) -> None:
    nameless = {key: value for key, value in SOUND.items() if key != name}
    (fault,) = faults(tmp_path, SOUND, nameless, SOUND)
    assert fault.startswith(f"2: does not say {name}: " + '{"event"')


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (WHOLE, "a loop does not say of which instance"),
        ({"instance": "housing.romans"}, "names an instance of another service"),
        ({"instance": "permanence.laval"}, "names an instance of another antenna"),
        ({"antenna": "ailleurs", "instance": "permanence.ailleurs"}, "names an instance that this process has not"),
    ],
)
def test_a_line_that_names_another_is_found(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    assert any(said in fault for fault in faults(tmp_path, {**SOUND, **wrong}))


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("CANARI01", "a canary"),
        ("registered DUPONTCANARI Jean", "a canary"),
        ("Camille", "somebody's name"),
        ("1931-07-13", "a birth date"),
        ("06 99 00 00 55", "a phone"),
        ("+33 612345678", "a phone"),
        ("231076212345678", "a NIR"),
        ("10002909371", "an RPPS"),
        ("camille@exemple.fr", "an address"),
        ("amqp://guest:guest@127.0.0.1", "an address"),
        ("eyJhbGciOiJIUzI1NiJ9", "a token"),
        ('{"specversion": "1.0"}', "a field of a message"),
        ("{'birth_on': None}", "a field of a message"),
        ("Abricotier", "what is private in this test"),
    ],
)
def test_a_line_that_tells_of_somebody_is_found_wherever_it_stands(tmp_path: Path, planted: str, said: str) -> None:
    for place in ("reason", "event"):
        found = faults(tmp_path, SOUND, {**SOUND, place: planted}, private=["Abricotier"])
        assert any(fault.startswith("2: tells ") and said in fault for fault in found), found


def test_what_is_no_json_is_found_but_in_what_commands_tell_people(tmp_path: Path) -> None:
    trace = "Traceback (most recent call last):"
    assert [fault.partition(": ")[2] for fault in faults(tmp_path, trace)] == [f"is no JSON: {trace}"]
    assert faults(tmp_path, "maillage : la base n'existe pas", SOUND, for_people=True) == []
    assert any("a canary" in fault for fault in faults(tmp_path, "maillage : Canari inconnu", for_people=True))


def test_lines_are_read_once_as_they_come_and_a_half_one_when_it_is_whole(tmp_path: Path) -> None:
    log, journals = tmp_path / "worker.log", Journals()
    journals.keep(log)
    log.write_text(json.dumps(SOUND) + '\n{"event": "no')
    assert journals.faults() == []
    with log.open("a") as stream:
        stream.write('body"}\n')
    (fault,) = journals.faults()
    assert fault.startswith(f"{log}:2: does not say service, antenna, instance")
    assert journals.faults() == []
    assert journals.read_so_far() == (2, 1)
