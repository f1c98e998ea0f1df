"""Every line says who speaks, whoever writes it and from whatever thread; none quotes data."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from chassis.core.instance import Instance
from chassis.core.log import configure_logs, log_what_nobody_caught, names

ROMANS = Instance("permanence", "romans")
LAVAL = Instance("permanence", "laval")
HOUSE = Instance("housing", "romans")

Written = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """What was logged since the last look, each line read as JSON."""
    root = logging.getLogger()
    before, level = root.handlers, root.level
    for module in (sys, threading):  # put back at the end
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers = before
    root.setLevel(level)
    logging.captureWarnings(False)


def test_a_line_of_any_thread_names_the_instance_of_its_process(written: Written) -> None:
    configure_logs("INFO", ROMANS)
    log = structlog.get_logger()
    thread = threading.Thread(target=lambda: log.info("from a thread"))
    thread.start()
    thread.join()
    log.info("from the first thread")
    assert {line["event"]: named(line) for line in written()} == dict.fromkeys(
        ("from a thread", "from the first thread"), ("permanence", "romans", "permanence.romans")
    )


def test_a_process_of_several_instances_names_all_of_them_and_a_loop_its_own(written: Written) -> None:
    configure_logs("INFO", ROMANS, LAVAL, HOUSE)
    structlog.get_logger().info("of the process")
    structlog.get_logger().bind(**names(LAVAL)).info("of a loop")
    whole, own = written()
    everyone = "permanence.romans,permanence.laval,housing.romans"
    assert named(whole) == ("permanence,housing", "romans,laval", everyone)
    assert named(own) == ("permanence", "laval", "permanence.laval")


def test_a_command_that_concerns_no_instance_names_the_program(written: Written) -> None:
    configure_logs("INFO")
    structlog.get_logger().info("something")
    assert named(written()[0]) == ("maillage", "network", "maillage.network")


def test_a_line_of_a_library_says_which_one_and_where_and_none_of_its_words(written: Written) -> None:
    configure_logs("INFO", ROMANS)
    library = logging.getLogger("some.library")
    library.info("registered %s", "Canari")
    library.warning("registered {'name': 'Canari'}")
    try:
        raise ValueError("Canari")
    except ValueError:
        library.exception("Canari failed")
    lines = written()
    assert "Canari" not in json.dumps(lines)
    assert "registered" not in json.dumps(lines)
    for line in lines:
        assert (line["event"], line["library"]) == ("library", "some.library")
        assert line["at"].startswith("test_log.py:")
        assert named(line) == ("permanence", "romans", "permanence.romans")
    assert [line.get("error") for line in lines] == [None, None, "ValueError"]


def test_what_nobody_caught_is_one_line_that_quotes_nothing(written: Written) -> None:
    configure_logs("INFO", ROMANS)
    log_what_nobody_caught()
    try:
        raise KeyError("Canari")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    (line,) = written()
    assert (line["event"], line["level"], line["error"]) == ("uncaught", "critical", "KeyError")
    assert line["frames"][-1].startswith("test_log.py:")
    assert named(line) == ("permanence", "romans", "permanence.romans")
    assert "Canari" not in json.dumps(line)


def named(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["service"], line["antenna"], line["instance"]
