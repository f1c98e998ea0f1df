"""Tests say no seconds of their own: how long they wait and what they call slow comes from `support.pace`.

A bound that suits one machine fails on a slower or a busier one, and says nothing of the code.
"""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from support.project_tree import files, named

# A pause between two looks, a silence that is listened to, a piece of work: up to a second, and no bound.
LONGEST_PAUSE = 1
BOUNDING_NAMES = {"timeout", "within", "patience", "inactivity_timeout", "connect_timeout"}
BOUNDING_CALLS = {"wait", "join", "result", "settimeout", "set_page_load_timeout", "Timeout", "select", "acquire"}
CLOCKS = {"monotonic", "perf_counter"}
FAULTY = """
import time
LATE = 2 * 5
def test(process, thread, within=20):
    eventually(look, within=10)
    subprocess.run(command, timeout=LATE)
    process.wait(30)
    select.select([pipe], [], [], 20)
    began = time.monotonic()
    assert time.monotonic() - began < 5
    took = time.monotonic() - began
    assert took <= LATE
    slow = []
    slow.append(time.monotonic() - began)
    assert max(slow) <= LATE
    while time.monotonic() < began + 60: pass
    deadline = time.monotonic() + 60
"""
FAULTY_LINES = [4, 5, 6, 7, 8, 10, 12, 15, 16, 17]
SOUND = """
import time
PAUSE = 0.2
USUAL = LATE = 2
def test(process, stay):
    stay.wait(3, today=DAY)
    process.wait(pace.patience())
    stopping.wait(0.02)
    time.sleep(5)
    began = time.monotonic()
    assert 2 * PAUSE <= time.monotonic() - began < pace.at_most(USUAL)
    waited = time.monotonic() - began
    assert count <= 3 * waited + 1
    assert 0 < waited < both * PAUSE
    assert waited <= LATE + pace.at_most(USUAL)
"""


class Bounds:
    """Reads one file for bounds in seconds that it says itself."""

    def __init__(self, source: str) -> None:
        tree = ast.parse(source)
        self._nodes = list(ast.walk(tree))
        self._constants: dict[str, float] = {}
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and (value := self._seconds(statement.value)) is not None:
                self._constants |= {target.id: value for target in statement.targets if isinstance(target, ast.Name)}
        self._durations: set[str] = set()
        self._durations.update(self._names_of_durations())

    def lines(self) -> list[int]:
        return sorted({line for node in self._nodes for line in self._offending(node)})

    def _offending(self, node: ast.AST) -> Iterator[int]:
        match node:
            case ast.arguments():
                positional = [*node.posonlyargs, *node.args][-len(node.defaults) or None :]
                defaults = zip([*positional, *node.kwonlyargs], [*node.defaults, *node.kw_defaults], strict=False)
                yield from (one.lineno for one, value in defaults if one.arg in BOUNDING_NAMES and self._is_bare(value))
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                bounding = node.args if name in BOUNDING_CALLS and not node.keywords else []
                said = [*bounding, *(word.value for word in node.keywords if word.arg in BOUNDING_NAMES)]
                yield from (node.lineno for value in said if self._is_bare(value))
            case ast.BinOp(op=ast.Add(), left=ast.Call(func=ast.Attribute(attr=name)), right=added) if name in CLOCKS:
                yield from [node.lineno] if self._is_bare(added) else []
            case ast.Compare() if self._tells_a_duration(node):
                sides = [node.left, *node.comparators]
                for low, operator, high in zip(sides, node.ops, sides[1:], strict=False):
                    above = high if isinstance(operator, ast.Lt | ast.LtE) else low
                    yield from (node.lineno for value in self._parts(above) if self._is_bare(value))

    def _parts(self, bound: ast.expr) -> Sequence[ast.expr]:
        """Of a bound that is an instant and what is added to it: both; what is measured may have anything added."""
        is_measured = self._tells_a_duration(bound) or any(isinstance(part, ast.Call) for part in ast.walk(bound))
        match bound:
            case ast.BinOp(op=ast.Add(), left=left, right=right) if not is_measured:
                return [left, right]
        return [bound]

    def _is_bare(self, value: ast.expr | None) -> bool:
        seconds = None if value is None else self._seconds(value)
        return seconds is not None and seconds > LONGEST_PAUSE

    def _seconds(self, value: ast.expr) -> float | None:
        """What a number amounts to, whatever constants it is made of; None for what is measured, or made of a pause."""
        match value:
            case ast.Constant(value=int() | float() as number):
                return None if isinstance(number, bool) else number
            case ast.Name(id=name) if self._constants.get(name, 0) > LONGEST_PAUSE:
                return self._constants[name]
            case ast.BinOp(left=left, right=right):
                both = [self._seconds(left), self._seconds(right)]
                return None if None in both else max(part for part in both if part is not None)
        return None

    def _tells_a_duration(self, value: ast.AST) -> bool:
        return any(
            (isinstance(part, ast.Attribute) and part.attr in CLOCKS)
            or (isinstance(part, ast.Name) and part.id in CLOCKS | self._durations)
            for part in ast.walk(value)
        )

    def _names_of_durations(self) -> Iterator[str]:
        for node in self._nodes:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.Sub()) as value):
                    told: ast.expr = value
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value]):
                    told = value
                case _:
                    continue
            if self._tells_a_duration(told):
                yield name


def test_a_bound_that_a_test_says_itself_is_found() -> None:
    assert Bounds(FAULTY).lines() == FAULTY_LINES


def test_a_bound_that_is_measured_and_a_pause_are_no_offence() -> None:
    assert Bounds(SOUND).lines() == []


def test_no_test_says_how_many_seconds_it_waits() -> None:
    sources: list[Path] = [path for path in files("tests/*.py") if path.name != "pace.py"]
    offending = [f"{named(path)}:{line}" for path in sources for line in Bounds(path.read_text("utf-8")).lines()]
    assert offending == [], "take the bound from support.pace: patience(), at_most(usual), Waiting()"
