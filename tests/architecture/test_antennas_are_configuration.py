"""An antenna is a file in `deploy/antennas`: its name is nowhere in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.core.instance import DEPARTEMENT
from support.project_tree import files, named

CODES = [path.stem for path in files("deploy/antennas/*.toml") if path.stem != DEPARTEMENT]
MODULES = [path for path in files("*.py") if named(path).split("/")[0] != "tests"]


def words(module: Path) -> Iterator[str]:
    """What the code does with text and names; docstrings and comments may take an antenna as their example."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documentation:
                yield text
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name


def test_there_are_antennas_and_modules_to_look_at() -> None:
    assert len(CODES) >= 2
    assert len(MODULES) > 50


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_antenna_is_named_in_the_code(module: Path) -> None:
    name = re.compile("|".join(rf"(?<![a-z]){code}(?![a-z])" for code in CODES))
    assert [text for text in words(module) if name.search(text)] == []
