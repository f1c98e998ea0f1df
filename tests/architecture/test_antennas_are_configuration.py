"""An antenna is a file in `deploy/antennas`: its name is nowhere in the code."""

import ast
import re
from collections.abc import Iterator

from chassis.core.instance import DEPARTEMENT
from support.project_tree import files, named

CODES = [path.stem for path in files("deploy/antennas/*.toml") if path.stem != DEPARTEMENT]
NAME = re.compile("|".join(rf"(?<![a-z]){code}(?![a-z])" for code in CODES))
MODULES = [path for path in files("*.py") if named(path).split("/")[0] != "tests"]


def words(source: str) -> Iterator[str]:
    """What the code does with text and names; docstrings and comments may take an antenna as their example."""
    tree = ast.parse(source)
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


def test_no_antenna_is_named_in_the_code() -> None:
    suspects = {named(path): text for path in MODULES if NAME.search(text := path.read_text(encoding="utf-8"))}
    found = {module: [word for word in words(source) if NAME.search(word)] for module, source in suspects.items()}
    assert {module: said for module, said in found.items() if said} == {}
